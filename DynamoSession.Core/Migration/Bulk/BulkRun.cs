namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Processes the pages of all segments, and saves the checkpoint as it goes.</summary>
internal sealed class BulkRun(
    ILegacyRecords records, RecordMigrator migrator, LegacyRecordDeleter deleter, BulkRunContext context, CheckpointState state, IMigrationCheckpoint? checkpoint, IProgress<BulkMigrationReport>? progress)
    : IDisposable
{
    // Per segment. The capacity budget limits the rate of the calls, not their number.
    private const int MaxConcurrentCalls = 8;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly (double Reads, double Writes) _unitsBefore = (state.Counters.ReadUnits, state.Counters.WriteUnits);

    public async Task<BulkMigrationReport> RunAsync(CancellationToken cancellationToken)
    {
        // A failure in one segment stops all of them.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var failures = new List<Exception>();
        await Task.WhenAll(Enumerable.Range(0, state.Segments.Count).Select(async segment =>
        {
            try
            {
                await RunSegmentAsync(segment, stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                lock (_lock)
                {
                    failures.Add(exception);
                }

                await stop.CancelAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Reported below.
            }
        })).ConfigureAwait(false);
        if (failures.Count > 0)
        {
            throw failures[0];
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Report();
    }

    public void Dispose() => _saving.Dispose();

    private async Task RunSegmentAsync(int number, CancellationToken cancellationToken)
    {
        var segment = state.Segments[number];
        if (segment.Pending.Count > 0)
        {
            var counters = new MigrationCounters();
            await ForEachAsync(segment.Pending, (key, token) => deleter.ResumeAsync(key, counters, token), cancellationToken).ConfigureAwait(false);
            await CompleteDeletionsAsync(segment, counters, cancellationToken).ConfigureAwait(false);
        }

        while (!segment.IsDone)
        {
            var page = await records.ReadPageAsync(number, state.Segments.Count, segment.Position, cancellationToken).ConfigureAwait(false);
            await MigrateAsync(segment, page, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MigrateAsync(SegmentState segment, LegacyRecordPage page, CancellationToken cancellationToken)
    {
        var counters = new MigrationCounters();
        var deletions = new List<LegacyRecord>();
        await ForEachAsync(
            page.Records,
            async (record, token) =>
            {
                if (await migrator.MigrateAsync(record, counters, token).ConfigureAwait(false) is { } migrated)
                {
                    lock (deletions)
                    {
                        deletions.Add(migrated);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);

        await SaveAsync(
            () =>
            {
                segment.Position = page.Next;
                segment.IsDone = page.Next is null;
                segment.Pending = [.. deletions.Select(record => record.Key!)];
                state.Counters.Add(counters);
            },
            cancellationToken).ConfigureAwait(false);

        if (deletions.Count > 0)
        {
            var deleted = new MigrationCounters();
            await ForEachAsync(deletions, (record, token) => deleter.DeleteAsync(record, deleted, token), cancellationToken).ConfigureAwait(false);
            await CompleteDeletionsAsync(segment, deleted, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task CompleteDeletionsAsync(SegmentState segment, MigrationCounters counters, CancellationToken cancellationToken) => SaveAsync(
        () =>
        {
            segment.Pending = [];
            state.Counters.Add(counters);
        },
        cancellationToken);

    /// <summary>Changes the state and saves it. Saves run one at a time, each with the latest state, so that an older state never overwrites a newer one.</summary>
    private async Task SaveAsync(Action change, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            change();
        }

        progress?.Report(Report());
        if (checkpoint is null)
        {
            return;
        }

        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string text;
            lock (_lock)
            {
                CountUnits();
                text = CheckpointText.Format(state);
            }

            await checkpoint.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    private BulkMigrationReport Report()
    {
        lock (_lock)
        {
            CountUnits();
            return state.Counters.ToReport();
        }
    }

    private void CountUnits()
    {
        state.Counters.ReadUnits = _unitsBefore.Reads + context.Reads.Consumed;
        state.Counters.WriteUnits = _unitsBefore.Writes + context.Writes.Consumed;
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> body, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentCalls, CancellationToken = cancellationToken },
        async (item, token) => await body(item, token).ConfigureAwait(false));
}
