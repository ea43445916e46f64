using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Bulk;

namespace DynamoSession.Core.Migration;

/// <summary>
/// Converts a whole store of old sessions, beside live traffic: sessions that people have come for before are left alone, and
/// running it again is safe. Without ASP.NET.
/// </summary>
public sealed class BulkMigration
{
    private const int MinKeyBytes = 32;
    private const int MaxSegments = 1000;

    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly SessionTableOptions _table;
    private readonly BulkMigrationSource _source;
    private readonly BulkMigrationOptions _options;
    private readonly TimeProvider _timeProvider;

    /// <summary>Prepares a run; nothing is called yet.</summary>
    /// <param name="dynamoDb">The client for the table of the new sessions, which is never disposed here.</param>
    /// <param name="table">The table of the new sessions, which must exist.</param>
    /// <param name="source">Where the old ones are.</param>
    /// <param name="options">How to go about it; not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or sessions that are no records of a table are to be copied ahead: nobody could ask their
    /// old store when somebody comes.
    /// </exception>
    public BulkMigration(IAmazonDynamoDB dynamoDb, SessionTableOptions table, BulkMigrationSource source, BulkMigrationOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        Check(options, source);

        _dynamoDb = dynamoDb;
        _table = table;
        _source = source;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Runs to the end, or goes on where the checkpoint says that an earlier run has stopped.</summary>
    /// <param name="checkpoint">Where to keep how far it is; null for a run that begins from the start each time. One of a run that is complete returns its report at once.</param>
    /// <param name="progress">Learns what is done, after each page.</param>
    /// <param name="cancellationToken">Stops the run; what is in the checkpoint by then is done.</param>
    /// <exception cref="MigrationCheckpointException">The checkpoint is of another run.</exception>
    /// <exception cref="SessionStoreException">A table failed, for longer than two minutes or for good. Throttling is waited out, however long.</exception>
    public async Task<BulkMigrationReport> RunAsync(IMigrationCheckpoint? checkpoint, IProgress<BulkMigrationReport>? progress, CancellationToken cancellationToken)
    {
        var services = new BulkServices(_options, _timeProvider);
        var table = new DynamoDbSessionTable(_dynamoDb, _table, _timeProvider, services.Writes.Consume);
        var records = _source.Open(services);
        using var opened = records as IDisposable;
        var state = await ReadAsync(checkpoint, records, cancellationToken).ConfigureAwait(false);

        // A table that is missing or denied is better told before, and once.
        await services.Patience.RunAsync(token => table.LoadAsync(SessionId.PublicIdOf(SessionId.NewSecret()), consistentRead: false, token), cancellationToken)
            .ConfigureAwait(false);

        var conversion = new SessionConversion { Store = records.Store, IdleTimeout = _options.IdleTimeout, AbsoluteTimeout = _options.AbsoluteTimeout };
        var converter = new RecordConverter(records, table, conversion, _options, services);
        var remover = new RecordRemover(records, table, converter, services);
        using var run = new BulkRun(records, converter, remover, services, state, checkpoint, progress);
        return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Check(BulkMigrationOptions options, BulkMigrationSource source)
    {
        if (options.MigrationKey is not { Length: >= MinKeyBytes })
        {
            throw new ArgumentException($"MigrationKey has {options.MigrationKey?.Length ?? 0} bytes; it must be that of the application, at least {MinKeyBytes}.", nameof(options));
        }

        if (options.Segments is < 1 or > MaxSegments)
        {
            throw new ArgumentException($"Segments is {options.Segments}; it must be 1 to {MaxSegments}.", nameof(options));
        }

        if (!(options.ReadUnitsPerSecond > 0) || !(options.WriteUnitsPerSecond > 0))
        {
            throw new ArgumentException("ReadUnitsPerSecond and WriteUnitsPerSecond must be more than zero.", nameof(options));
        }

        if (options.IdleTimeout < SessionCreation.ShortestIdleTimeout || options.IdleTimeout > SessionCreation.LongestIdleTimeout)
        {
            throw new ArgumentException($"IdleTimeout is {options.IdleTimeout}; it must be that of the application, one minute to 400 days.", nameof(options));
        }

        if (options.AbsoluteTimeout <= TimeSpan.Zero && options.AbsoluteTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException($"AbsoluteTimeout is {options.AbsoluteTimeout}; it must be that of the application, or infinite.", nameof(options));
        }

        if (options.Mode == BulkMigrationMode.Ahead && !source.IsTable)
        {
            throw new ArgumentException(
                "Sessions from lines of JSON cannot be copied ahead: when somebody comes, nobody could ask their old store. Export them when the old application is off, and choose Finish.",
                nameof(options));
        }
    }

    private async Task<CheckpointState> ReadAsync(IMigrationCheckpoint? checkpoint, ILegacyRecords records, CancellationToken cancellationToken)
    {
        var segments = records.IsTable ? _options.Segments : 1;
        var run = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = "1",
            ["source"] = records.Description,
            ["target"] = $"{_table.TableName} {_table.KeyAttribute} {_table.KeyPrefix} {_table.FieldsAttribute} {_table.ExpiresAttribute}",
            ["mode"] = _options.Mode.ToString(),
            ["dry run"] = _options.IsDryRun.ToString(),
            ["segments"] = segments.ToString(CultureInfo.InvariantCulture),
            ["idle timeout"] = _options.IdleTimeout.ToString(),
            ["absolute timeout"] = _options.AbsoluteTimeout.ToString(),
            ["migration key (hash)"] = KeyHash(),
        };
        var text = checkpoint is null ? null : await checkpoint.ReadAsync(cancellationToken).ConfigureAwait(false);
        return text is not null
            ? CheckpointState.Parse(text, run)
            : new() { Run = run, Segments = [.. Enumerable.Range(0, segments).Select(_ => new SegmentState())] };
    }

    /// <summary>Tells one key from another, and nothing about it.</summary>
    private string KeyHash() => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes("DynamoSession.checkpoint\0"), .. _options.MigrationKey]))[..8];
}
