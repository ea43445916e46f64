using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Contract;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

[Category(TestEngine.Category)]
public sealed class DynamoDbSessionTableTests : SessionTableContract
{
    private readonly SessionTableOptions _options = new();
    private IAmazonDynamoDB _dynamoDb = null!;

    [OneTimeSetUp]
    public async Task CreateTheDynamoDbTable()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
    }

    [Test]
    public async Task What_a_newer_version_has_written_is_not_shown([Values(Attempt.Load, Attempt.LoadEventually, Attempt.Acquire)] Attempt attempt)
    {
        var subject = await OfNewerFormatAsync();

        Assert.That(() => AttemptOn(subject, attempt)(), Throws.TypeOf<SessionStoreException>().With.Message.Contains("Upgrade"));
    }

    [Test]
    public async Task What_a_newer_version_has_written_is_not_replaced(
        [Values(Attempt.Create, Attempt.CreateReplacingEnded, Attempt.CreateMigrated, Attempt.CreateMigratedAgain)] Attempt attempt)
    {
        var subject = await OfNewerFormatAsync();

        var answer = await AttemptOn(subject, attempt)();

        Assert.That(answer, Is.EqualTo(nameof(SessionWriteStatus.Conflict)));
    }

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock) =>
        Task.FromResult<ISessionTable>(new DynamoDbSessionTable(_dynamoDb, _options, clock));

    private async Task<Subject> OfNewerFormatAsync()
    {
        var subject = await BringAboutAsync(Situation.Live);
        await new StoredItems(_dynamoDb, _options.TableName).AddAsync(subject.Id, "fmt", """{"N":"2"}""");
        return subject;
    }
}
