namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Removes old records whose sessions are stored here, and follows what the old application does to them meanwhile.</summary>
internal sealed class RecordRemover(ILegacyRecords records, ISessionTable table, RecordConverter converter, BulkServices services)
{
    private const int MaxAttempts = 10;

    // For how long a request may be between removing an old record and saying so.
    private const int MaxLooks = 5;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <param name="converted">The record as it was converted.</param>
    /// <param name="tally">Where it is counted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RemoveAsync(LegacyRecord converted, Tally tally, CancellationToken cancellationToken)
    {
        var record = converted;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var removal = await records.RemoveAsync(record, cancellationToken).ConfigureAwait(false);
            if (removal.IsRemoved)
            {
                Count(() => tally.Removed++);
                return;
            }

            if (removal.Current is not { Session: not null } current)
            {
                // A record that is corrupt or has expired by now does not say that anybody has ended the session.
                if (removal.Current is null or { Skipped: SkipReason.Other } && await EndAsync(converter.PublicIdOf(record), cancellationToken).ConfigureAwait(false))
                {
                    Count(() => tally.Ended++);
                }

                return;
            }

            var (_, failure) = await converter.StoreAsync(current, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                break;
            }

            record = current;
        }

        Count(() => tally.NotRemoved++);

        void Count(Action count)
        {
            lock (tally)
            {
                count();
            }
        }
    }

    /// <summary>Goes on with a removal that a kill has cut, of a record that is counted already.</summary>
    public async Task ResumeAsync(string key, Tally tally, CancellationToken cancellationToken)
    {
        var current = await records.ReadAgainAsync(key, cancellationToken).ConfigureAwait(false);
        if (current is { Session: not null })
        {
            // It may have changed since it was converted.
            await converter.StoreAsync(current, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(current, tally, cancellationToken).ConfigureAwait(false);
        }
        else if (current is null)
        {
            lock (tally)
            {
                tally.Removed++;
            }
        }
    }

    /// <summary>
    /// The old record has gone: either the session was ended in the old application, or its new cookie has come back here. Only in the
    /// second case does the session know of it, within a moment.
    /// </summary>
    /// <returns>Whether the session was ended here, too.</returns>
    private async Task<bool> EndAsync(string id, CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            var loaded = await services.Patience.RunAsync(
                token => services.Reads.SpendAsync(1, t => table.LoadAsync(id, consistentRead: true, t), token), cancellationToken).ConfigureAwait(false);
            services.Reads.Consume(1);
            if (loaded.Record is not { Origin.LegacyId: not null } record || record.Version > 1)
            {
                return false;
            }

            if (look == MaxLooks)
            {
                var fence = new SessionFence { Id = id, Version = record.Version };
                var status = await services.Patience.RunAsync(
                    token => services.Writes.SpendAsync(1, t => table.FenceAsync(fence, t), token), cancellationToken).ConfigureAwait(false);
                return status is SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied;
            }

            await Task.Delay(BetweenLooks, services.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
