using System.Text;
using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Core.Migration.Bulk;

/// <summary>A table of connect-dynamodb, a table of ours, and what happens between them.</summary>
public abstract class BulkFixture
{
    private protected static readonly byte[] MigrationKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private protected IAmazonDynamoDB Engine { get; private set; } = null!;

    private protected LegacyExpressTable Old { get; private set; } = null!;

    private protected string NewTable { get; set; } = null!;

    private protected DynamoDbSessionTable Sessions { get; private set; } = null!;

    /// <summary>Gets the client that the run under test uses.</summary>
    private protected InterruptedDynamoDb Calls { get; private set; } = null!;

    private protected TimeProvider Clock { get; set; } = null!;

    [SetUp]
    public async Task CreateTablesAsync()
    {
        Engine = await TestEngine.ClientAsync();
        Clock = new HastyTimeProvider(TimeSpan.Zero);
        Old = new(Engine, await TestEngine.CreateTableAsync());
        NewTable = await TestEngine.CreateTableAsync();
        Sessions = new(Engine, new() { TableName = NewTable }, Clock);
        Calls = new(Engine);
    }

    private protected static string IdOf(string sid, string store = LegacyStoreNames.Express) => SessionId.PublicIdOf(MigratedSessionId.DeriveSecret(MigrationKey, store, sid));

    private protected BulkMigrationSource Express => BulkMigrationSource.FromExpress(Calls.Client, new() { TableName = Old.Name }, ExpressFormat.ConnectDynamoDb);

    private protected static BulkMigrationSource Lines(params string[] lines) =>
        BulkMigrationSource.FromNdjson(() => new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private protected static BulkMigrationOptions Options(BulkMigrationMode mode) => new()
    {
        MigrationKey = MigrationKey,
        Mode = mode,
        ReadUnitsPerSecond = 1e6,
        WriteUnitsPerSecond = 1e6,
    };

    private protected Task<BulkMigrationReport> RunAsync(
        BulkMigrationMode mode, BulkMigrationSource? source = null, Action<BulkMigrationOptions>? configure = null, IMigrationCheckpoint? checkpoint = null, CancellationToken cancellationToken = default)
    {
        var options = Options(mode);
        configure?.Invoke(options);
        return new BulkMigration(Calls.Client, new() { TableName = NewTable }, source ?? Express, options, Clock).RunAsync(checkpoint, progress: null, cancellationToken);
    }

    private protected async Task<SessionRecord?> NewAsync(string sid, string store = LegacyStoreNames.Express) =>
        (await Sessions.LoadAsync(IdOf(sid, store), consistentRead: true, default)).Record;

    private protected async Task<string?> NewFieldAsync(string sid, string field) =>
        (await NewAsync(sid))?.Fields.GetValueOrDefault(field) is { } value ? Sample.TextOf(value) : null;

    private protected async Task<int> CountNewAsync() => (await new LegacyExpressTable(Engine, NewTable).ScanAsync()).Count;

    private protected async Task CommitAsync(string sid, string field, string text) =>
        await Sessions.CommitAsync(Sample.Commit((await NewAsync(sid))!, Sample.Changes((field, SessionChange.Set(Sample.Text(text))))), default);

    /// <summary>Holds for every report.</summary>
    private protected static void AssertAddsUp(BulkMigrationReport report) =>
        Assert.That(report.Migrated + report.Kept + report.Skipped.Values.Sum() + report.Failed.Values.Sum(), Is.EqualTo(report.Read));
}
