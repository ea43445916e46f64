using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Retries;

/// <summary>A commit that is merged here, because DynamoDB cannot do it in one expression, and meets another.</summary>
[Category(TestEngine.Category)]
public sealed class BusyWritersTests
{
    private DynamoDbSessionTable _table = null!;

    [SetUp]
    public async Task CreateTheTableAsync()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };
        _table = new DynamoDbSessionTable(await TestEngine.ClientAsync(), options, TimeProvider.System);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task It_is_retried_only_while_a_caller_waits_for_it(bool isAbandoned)
    {
        var creation = Sample.Creation(TimeProvider.System.GetUtcNow(), fields: [("count", Sample.Number(1))]);
        await _table.CreateAsync(creation, CancellationToken.None);
        var loaded = (await _table.LoadAsync(creation.Id, consistentRead: true, CancellationToken.None)).Record!;
        await _table.CommitAsync(Sample.Commit(loaded, Sample.Changes(("other", SessionChange.Set(Sample.Number(1))))), CancellationToken.None);
        var many = Sample.Changes([.. Enumerable.Range(0, 300).Select(index => ($"f{index}", SessionChange.Set(Sample.Number(index))))]);

        var status = await _table.CommitAsync(
            new SessionCommit
            {
                Loaded = loaded,
                Changes = many,
                ExpiresAt = loaded.ExpiresAt,
                IdleTimeout = null,
                UserId = null,
                IsAbandoned = () => isAbandoned,
            },
            CancellationToken.None);

        var fields = (await _table.LoadAsync(creation.Id, consistentRead: true, CancellationToken.None)).Record!.Fields;
        Assert.That((status, fields.Count), Is.EqualTo(isAbandoned ? (SessionWriteStatus.Conflict, 2) : (SessionWriteStatus.Applied, 302)));
    }
}
