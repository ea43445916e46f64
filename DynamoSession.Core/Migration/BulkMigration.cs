using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Bulk;

namespace DynamoSession.Core.Migration;

/// <summary>
/// Migrates all sessions of another package's store while both applications serve traffic. Sessions that were already migrated are
/// left unchanged, so a run can be repeated safely. Does not need ASP.NET Core.
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

    /// <summary>Validates the options. No call is made before <see cref="RunAsync"/>.</summary>
    /// <param name="dynamoDb">The client for the session table, which this instance never disposes.</param>
    /// <param name="table">The session table, which must exist.</param>
    /// <param name="source">The legacy sessions.</param>
    /// <param name="options">The options, which must not be changed afterwards.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or <paramref name="source"/> is not a table and the mode is <see cref="BulkMigrationMode.Ahead"/>:
    /// the application could not check the legacy store later.
    /// </exception>
    public BulkMigration(IAmazonDynamoDB dynamoDb, SessionTableOptions table, BulkMigrationSource source, BulkMigrationOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        Validate(options, source);

        _dynamoDb = dynamoDb;
        _table = table;
        _source = source;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Runs to completion, starting at the checkpoint if an earlier run was interrupted.</summary>
    /// <param name="checkpoint">Stores the progress; <see langword="null"/> to start from the beginning every time. The checkpoint of a completed run returns that run's report at once.</param>
    /// <param name="progress">Receives the report so far after each page.</param>
    /// <param name="cancellationToken">Stops the run. What the checkpoint contains at that point has been done.</param>
    /// <exception cref="MigrationCheckpointException">The checkpoint is invalid, or belongs to a different run.</exception>
    /// <exception cref="SessionStoreException">A table failed permanently, or for longer than two minutes. Throttled calls are retried without limit.</exception>
    public async Task<BulkMigrationReport> RunAsync(IMigrationCheckpoint? checkpoint, IProgress<BulkMigrationReport>? progress, CancellationToken cancellationToken)
    {
        var context = new BulkRunContext(_options, _timeProvider);
        var table = new DynamoDbSessionTable(_dynamoDb, _table, _timeProvider);
        ((ICapacitySource)table).Capacity.Add(new WriteBudgetObserver(context.Writes));
        var records = _source.Open(context);
        using var opened = records as IDisposable;
        var state = await ReadCheckpointAsync(checkpoint, records, cancellationToken).ConfigureAwait(false);

        // Report a missing table or missing permissions once, before any work is done.
        await context.Retry.RunAsync(token => table.LoadAsync(SessionId.PublicIdOf(SessionId.NewSecret()), consistentRead: false, token), cancellationToken)
            .ConfigureAwait(false);

        var mapper = new LegacySessionMapper { Store = records.Store, IdleTimeout = _options.IdleTimeout, AbsoluteTimeout = _options.AbsoluteTimeout };
        var migrator = new RecordMigrator(records, table, mapper, _options, context);
        var deleter = new LegacyRecordDeleter(records, table, migrator, context);
        using var run = new BulkRun(records, migrator, deleter, context, state, checkpoint, progress);
        return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Validate(BulkMigrationOptions options, BulkMigrationSource source)
    {
        if (options.MigrationKey is not { Length: >= MinKeyBytes })
        {
            throw new ArgumentException($"MigrationKey has {options.MigrationKey?.Length ?? 0} bytes; it must be the application's key and have at least {MinKeyBytes}.", nameof(options));
        }

        if (options.Segments is < 1 or > MaxSegments)
        {
            throw new ArgumentException($"Segments is {options.Segments}; it must be between 1 and {MaxSegments}.", nameof(options));
        }

        if (!(options.ReadUnitsPerSecond > 0) || !(options.WriteUnitsPerSecond > 0))
        {
            throw new ArgumentException("ReadUnitsPerSecond and WriteUnitsPerSecond must be greater than zero.", nameof(options));
        }

        if (options.IdleTimeout < SessionCreation.ShortestIdleTimeout || options.IdleTimeout > SessionCreation.LongestIdleTimeout)
        {
            throw new ArgumentException($"IdleTimeout is {options.IdleTimeout}; it must be the application's idle timeout, between one minute and 400 days.", nameof(options));
        }

        if (options.AbsoluteTimeout <= TimeSpan.Zero && options.AbsoluteTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException($"AbsoluteTimeout is {options.AbsoluteTimeout}; it must be the application's absolute timeout: greater than zero, or infinite.", nameof(options));
        }

        if (options.Mode == BulkMigrationMode.Ahead && !source.IsTable)
        {
            throw new ArgumentException(
                "Sessions in newline-delimited JSON cannot be migrated ahead, because the application could not check the legacy store later. Export them after the legacy application was shut down, and use Finish.",
                nameof(options));
        }
    }

    private async Task<CheckpointState> ReadCheckpointAsync(IMigrationCheckpoint? checkpoint, ILegacyRecords records, CancellationToken cancellationToken)
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
            ? CheckpointText.Parse(text, run, segments, records.IsPosition)
            : new() { Run = run, Segments = [.. Enumerable.Range(0, segments).Select(_ => new SegmentState())] };
    }

    /// <summary>Identifies the key without revealing it.</summary>
    private string KeyHash() => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes("DynamoSession.checkpoint\0"), .. _options.MigrationKey]))[..8];
}
