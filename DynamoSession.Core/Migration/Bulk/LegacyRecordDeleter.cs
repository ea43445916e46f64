namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Deletes the legacy records of migrated sessions, and applies what the legacy application does to them in the meantime.</summary>
internal sealed class LegacyRecordDeleter(ILegacyRecords records, ISessionTable table, RecordMigrator migrator, BulkRunContext context)
{
    private const int MaxAttempts = 10;

    // Covers the time between a request's deletion of the legacy record and its commit, which records the completed migration.
    private const int MaxChecks = 5;
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    /// <param name="migrated">The legacy record as it was migrated.</param>
    /// <param name="counters">The counters to update.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task DeleteAsync(LegacyRecord migrated, MigrationCounters counters, CancellationToken cancellationToken)
    {
        var record = migrated;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var deletion = await records.DeleteAsync(record, cancellationToken).ConfigureAwait(false);
            if (deletion.IsDeleted)
            {
                Count(() => counters.Deleted++);
                return;
            }

            if (deletion.Current is not { Session: not null } current)
            {
                // A record that is corrupt or has expired in the meantime does not mean that its user signed out.
                if (deletion.Current is null or { Skipped: SkipReason.NotASession } && await SignOutAsync(migrator.PublicIdOf(record), cancellationToken).ConfigureAwait(false))
                {
                    Count(() => counters.SignedOut++);
                }

                return;
            }

            var (_, failure) = await migrator.StoreAsync(current, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                break;
            }

            record = current;
        }

        Count(() => counters.NotDeleted++);

        void Count(Action count)
        {
            lock (counters)
            {
                count();
            }
        }
    }

    /// <summary>Resumes an interrupted deletion of a record that has already been counted.</summary>
    public async Task ResumeAsync(string key, MigrationCounters counters, CancellationToken cancellationToken)
    {
        var current = await records.ReadAgainAsync(key, cancellationToken).ConfigureAwait(false);
        if (current is { Session: not null })
        {
            // It may have changed since it was migrated.
            await migrator.StoreAsync(current, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(current, counters, cancellationToken).ConfigureAwait(false);
        }
        else if (current is null)
        {
            lock (counters)
            {
                counters.Deleted++;
            }
        }
    }

    /// <summary>
    /// Signs the session out here, unless its migration was completed. Either is possible when the legacy record is gone, but a completed
    /// migration appears in the session within a few seconds.
    /// </summary>
    /// <returns>Whether the session was signed out here too.</returns>
    private async Task<bool> SignOutAsync(string id, CancellationToken cancellationToken)
    {
        for (var check = 0; ; check++)
        {
            var loaded = await context.Retry.RunAsync(
                token => context.Reads.SpendAsync(1, t => table.LoadAsync(id, consistentRead: true, t), token), cancellationToken).ConfigureAwait(false);
            context.Reads.Consume(1);
            if (loaded.Record is not { Origin.LegacyId: not null } record || record.Version > 1)
            {
                return false;
            }

            if (check == MaxChecks)
            {
                var fence = new SessionFence { Id = id, Version = record.Version };
                var status = await context.Retry.RunAsync(
                    token => context.Writes.SpendAsync(1, t => table.FenceAsync(fence, t), token), cancellationToken).ConfigureAwait(false);
                return status is SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied;
            }

            await Task.Delay(CheckInterval, context.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
