namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Goes through the pages of all segments, and keeps the checkpoint in step with what is done.</summary>
internal sealed class BulkRun(
    ILegacyRecords records, RecordConverter converter, RecordRemover remover, BulkServices services, CheckpointState state, IMigrationCheckpoint? checkpoint, IProgress<BulkMigrationReport>? progress)
    : IDisposable
{
    // For each segment. Whether the calls go faster than the budget is not up to this.
    private const int CallsAtOnce = 8;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly (double Reads, double Writes) _unitsBefore = (state.Tally.ReadUnits, state.Tally.WriteUnits);

    public async Task<BulkMigrationReport> RunAsync(CancellationToken cancellationToken)
    {
        // What stops one segment stops all.
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
                // It is told below.
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
            var tally = new Tally();
            await ForEachAsync(segment.Pending, (key, token) => remover.ResumeAsync(key, tally, token), cancellationToken).ConfigureAwait(false);
            await CompleteRemovalsAsync(segment, tally, cancellationToken).ConfigureAwait(false);
        }

        while (!segment.IsDone)
        {
            var page = await records.ReadPageAsync(number, state.Segments.Count, segment.Position, cancellationToken).ConfigureAwait(false);
            await ConvertAsync(segment, page, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ConvertAsync(SegmentState segment, LegacyRecordPage page, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var removals = new List<LegacyRecord>();
        await ForEachAsync(
            page.Records,
            async (record, token) =>
            {
                if (await converter.ConvertAsync(record, tally, token).ConfigureAwait(false) is { } converted)
                {
                    lock (removals)
                    {
                        removals.Add(converted);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);

        await SaveAsync(
            () =>
            {
                segment.Position = page.Next;
                segment.IsDone = page.Next is null;
                segment.Pending = [.. removals.Select(record => record.Key!)];
                state.Tally.Add(tally);
            },
            cancellationToken).ConfigureAwait(false);

        if (removals.Count > 0)
        {
            var removed = new Tally();
            await ForEachAsync(removals, (record, token) => remover.RemoveAsync(record, removed, token), cancellationToken).ConfigureAwait(false);
            await CompleteRemovalsAsync(segment, removed, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task CompleteRemovalsAsync(SegmentState segment, Tally tally, CancellationToken cancellationToken) => SaveAsync(
        () =>
        {
            segment.Pending = [];
            state.Tally.Add(tally);
        },
        cancellationToken);

    /// <summary>Changes the state, and writes it as it is when its turn has come, so that an older one never replaces a newer one.</summary>
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
                text = state.Format();
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
            return state.Tally.ToReport();
        }
    }

    private void CountUnits()
    {
        state.Tally.ReadUnits = _unitsBefore.Reads + services.Reads.Consumed;
        state.Tally.WriteUnits = _unitsBefore.Writes + services.Writes.Consumed;
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> body, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken },
        async (item, token) => await body(item, token).ConfigureAwait(false));
}
