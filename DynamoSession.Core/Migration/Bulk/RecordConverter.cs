using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Converts one record, and counts it.</summary>
internal sealed class RecordConverter(
    ILegacyRecords records, ISessionTable table, SessionConversion conversion, BulkMigrationOptions options, BulkServices services)
{
    private const double BytesOfUnit = 1024;

    private bool IsFinal => options.Mode == BulkMigrationMode.Finish && !options.IsDryRun;

    /// <returns>The record to remove; null when nothing is.</returns>
    public async Task<LegacyRecord?> ConvertAsync(LegacyRecord scanned, Tally tally, CancellationToken cancellationToken)
    {
        var record = scanned;
        if (scanned.Session is not null && IsFinal && records.IsTable)
        {
            // The scan may be late, and this is the last look at it.
            record = await records.ReadAgainAsync(scanned.Key!, cancellationToken).ConfigureAwait(false)
                ?? new LegacyRecord { Name = scanned.Name, Skipped = SkipReason.Gone };
        }

        string? failure = null;
        var isKept = false;
        if (record.Session is not null && !options.IsDryRun)
        {
            (isKept, failure) = await StoreAsync(record, cancellationToken).ConfigureAwait(false);
        }

        Count(record, isKept, failure, tally);
        return record.Session is not null && failure is null && IsFinal && records.IsTable ? record : null;
    }

    /// <summary>Stores the session under its new id.</summary>
    /// <returns>Whether somebody has come for it before, so that it is left as it is; and why it cannot be stored.</returns>
    public async Task<(bool IsKept, string? Failure)> StoreAsync(LegacyRecord record, CancellationToken cancellationToken)
    {
        var creation = Describe(record);
        var expected = 1 + Math.Ceiling(creation.Fields.Values.Sum(value => (double)value.Utf8Json.Length) / BytesOfUnit);
        try
        {
            var status = await services.Patience.RunAsync(
                token => services.Writes.SpendAsync(expected, t => table.CreateAsync(creation, t), token), cancellationToken).ConfigureAwait(false);
            return (status == SessionWriteStatus.Conflict, null);
        }
        catch (SessionTooLargeException)
        {
            return (false, "too large for DynamoDB with what is added to it");
        }
        catch (SessionStoreException exception) when (DynamoDbErrors.IsInvalid(exception.InnerException))
        {
            return (false, "refused by DynamoDB");
        }
    }

    private SessionCreation Describe(LegacyRecord record)
    {
        var id = PublicIdOf(record);
        var now = services.Clock.GetUtcNow();
        var isAhead = options.Mode == BulkMigrationMode.Ahead;
        return conversion.DescribeUnused(id, record.Id!, record.Session!, isAhead, replacesUncommitted: !isAhead, now);
    }

    public string PublicIdOf(LegacyRecord record) => SessionId.PublicIdOf(MigratedSessionId.DeriveSecret(options.MigrationKey, records.Store, record.Id!));

    private static void Count(LegacyRecord record, bool isKept, string? failure, Tally tally)
    {
        lock (tally)
        {
            tally.Read++;
            if (record.Session is not { } session)
            {
                Tally.Count(tally.Skipped, record.Skipped!);
                if (record.Skipped == SkipReason.Corrupt)
                {
                    tally.Note(record.Name, record.Skipped);
                }
            }
            else if (failure is not null)
            {
                Tally.Count(tally.Failed, failure);
                tally.Note(record.Name, failure);
            }
            else if (isKept)
            {
                tally.Kept++;
            }
            else
            {
                tally.Converted++;
                foreach (var problem in session.Problems)
                {
                    Tally.Count(tally.FieldsLost, problem.Reason);
                }
            }
        }
    }
}
