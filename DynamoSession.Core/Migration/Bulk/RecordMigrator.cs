using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Migrates one record, and counts it.</summary>
internal sealed class RecordMigrator(
    ILegacyRecords records, ISessionTable table, LegacySessionMapper mapper, BulkMigrationOptions options, BulkRunContext context)
{
    private const double BytesPerWriteUnit = 1024;

    private bool IsFinal => options.Mode == BulkMigrationMode.Finish && !options.IsDryRun;

    /// <returns>The legacy record to delete; null if there is none.</returns>
    public async Task<LegacyRecord?> MigrateAsync(LegacyRecord scanned, MigrationCounters counters, CancellationToken cancellationToken)
    {
        var record = scanned;
        if (scanned.Session is not null && IsFinal && records.IsTable)
        {
            // The scan may have returned a stale item, and the legacy record is about to be deleted.
            record = await records.ReadAgainAsync(scanned.Key!, cancellationToken).ConfigureAwait(false)
                ?? new LegacyRecord { Name = scanned.Name, Skipped = SkipReason.Deleted };
        }

        string? failure = null;
        var isKept = false;
        if (record.Session is not null && !options.IsDryRun)
        {
            (isKept, failure) = await StoreAsync(record, cancellationToken).ConfigureAwait(false);
        }

        Count(record, isKept, failure, counters);
        return record.Session is not null && failure is null && IsFinal && records.IsTable ? record : null;
    }

    /// <summary>Stores the session under its new id.</summary>
    /// <returns>Whether it was left unchanged because a request had already migrated it; and why it cannot be stored, if so.</returns>
    public async Task<(bool IsKept, string? Failure)> StoreAsync(LegacyRecord record, CancellationToken cancellationToken)
    {
        var creation = ToCreation(record);
        var expected = 1 + Math.Ceiling(creation.Fields.Values.Sum(value => (double)value.Utf8Json.Length) / BytesPerWriteUnit);
        try
        {
            var status = await context.Retry.RunAsync(
                token => context.Writes.SpendAsync(expected, t => table.CreateAsync(creation, t), token), cancellationToken).ConfigureAwait(false);
            return (status == SessionWriteStatus.Conflict, null);
        }
        catch (SessionTooLargeException)
        {
            return (false, "too large for DynamoDB with the attributes that are added");
        }
        catch (SessionStoreException exception) when (DynamoDbErrors.IsInvalid(exception.InnerException))
        {
            return (false, "rejected by DynamoDB");
        }
    }

    private SessionCreation ToCreation(LegacyRecord record)
    {
        var id = PublicIdOf(record);
        var now = context.Clock.GetUtcNow();
        var isAhead = options.Mode == BulkMigrationMode.Ahead;
        return mapper.ToBulkCreation(id, record.Id!, record.Session!, isAhead, replacesUncommitted: !isAhead, now);
    }

    public string PublicIdOf(LegacyRecord record) => SessionId.PublicIdOf(MigratedSessionId.DeriveSecret(options.MigrationKey, records.Store, record.Id!));

    private static void Count(LegacyRecord record, bool isKept, string? failure, MigrationCounters counters)
    {
        lock (counters)
        {
            counters.Read++;
            if (record.Session is not { } session)
            {
                MigrationCounters.Increment(counters.Skipped, record.Skipped!);
                if (record.Skipped is SkipReason.Corrupt or SkipReason.TooLong)
                {
                    counters.AddProblem(record.Name, record.Skipped);
                }
            }
            else if (failure is not null)
            {
                MigrationCounters.Increment(counters.Failed, failure);
                counters.AddProblem(record.Name, failure);
            }
            else if (isKept)
            {
                counters.Kept++;
            }
            else
            {
                counters.Migrated++;
                foreach (var problem in session.Problems)
                {
                    MigrationCounters.Increment(counters.FieldsLost, problem.Reason);
                }
            }
        }
    }
}
