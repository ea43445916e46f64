using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Contract;
using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>
/// The contract on DynamoDB Local and, if Node.js is available, on dynalite at the same time: both must handle each call alike. With only
/// one of the engines, the contract runs on that one.
/// </summary>
[Category(TestEngine.Category)]
public sealed class DynamoDbSessionTableTests : SessionTableContract
{
    private readonly SessionTableOptions _options = new();
    private IAmazonDynamoDB _dynamoDb = null!;
    private IAmazonDynamoDB? _dynalite;
    private PairedDynamoDb? _pair;

    private IAmazonDynamoDB Client => _pair?.Client ?? _dynamoDb;

    [OneTimeSetUp]
    public async Task CreateTheDynamoDbTables()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        _dynalite = await TestDynalite.FindClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        if (_dynalite is not null)
        {
            await TestEngine.CreateTableAsync(_dynalite, _options.TableName);
        }
    }

    [TearDown]
    public void BothHaveAgreed()
    {
        _pair?.Dispose();
        Assert.That(_pair?.Disagreements.Where(disagreement => DynaliteDifferences.NameOf(disagreement) is null) ?? [], Is.Empty);
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

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock)
    {
        _pair = _dynalite is null ? null : new(_dynamoDb, _dynalite);
        return Task.FromResult<ISessionTable>(new DynamoDbSessionTable(Client, _options, clock));
    }

    // A pair puts one call after the other.
    private protected override Task<ISessionTable> CreateTableForRacesAsync(TimeProvider clock) =>
        Task.FromResult<ISessionTable>(new DynamoDbSessionTable(_dynamoDb, _options, clock));

    private async Task<Subject> OfNewerFormatAsync()
    {
        var subject = await BringAboutAsync(Situation.Live);
        await new StoredItems(Client, _options.TableName).AddAsync(subject.Id, "fmt", """{"N":"2"}""");
        return subject;
    }
}
