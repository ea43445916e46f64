using Amazon;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>A switch of the SDK that holds for the whole process, and so for every other test.</summary>
[Category(TestEngine.Category)]
[NonParallelizable]
public sealed class SdkCollectionsTests
{
    private readonly ManualTimeProvider _clock = new();
    private DynamoDbSessionTable _table = null!;

    [OneTimeSetUp]
    public async Task CreateTheTable() =>
        _table = new(await TestEngine.ClientAsync(), new() { TableName = await TestEngine.CreateTableAsync() }, _clock);

    [Test]
    public async Task Empty_values_are_told_from_missing_ones_whatever_the_SDK_is_told_to_make_of_collections([Values] bool initializeCollections)
    {
        AWSConfigs.InitializeCollections = initializeCollections;
        try
        {
            var fields = Sample.Fields(("list", Sample.List()), ("map", Sample.Json("""{"M":{}}""")), ("nested", Sample.Json("""{"L":[{"M":{}},{"L":[]},{"S":""},{"BOOL":false}]}""")));
            var creation = Sample.Creation(_clock.GetUtcNow());
            await _table.CreateAsync(creation, default);
            var record = (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
            var commit = Sample.Commit(record, new SessionChanges(clearsAll: false, fields.ToDictionary(field => field.Key, field => SessionChange.Set(field.Value))));

            await _table.CommitAsync(commit, default);

            var after = (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
            var unknown = (await _table.LoadAsync(Sample.NewId(), consistentRead: true, default)).Status;
            Assert.That(record.Fields, Is.Empty);
            Assert.That(Sample.TextOf(after.Fields), Is.EquivalentTo(Sample.TextOf(fields)));
            Assert.That(unknown, Is.EqualTo(SessionLoadStatus.Missing));
            Assert.That(
                await _table.CommitAsync(Sample.Commit(Renamed(after), commit.Changes), default),
                Is.EqualTo(SessionWriteStatus.Missing));
        }
        finally
        {
            AWSConfigs.InitializeCollections = false;
        }
    }

    private static SessionRecord Renamed(SessionRecord record) => new()
    {
        Id = Sample.NewId(),
        Fields = record.Fields,
        Version = record.Version,
        CreatedAt = record.CreatedAt,
        ExpiresAt = record.ExpiresAt,
        AbsoluteExpiresAt = record.AbsoluteExpiresAt,
        CommitTokens = record.CommitTokens,
    };
}
