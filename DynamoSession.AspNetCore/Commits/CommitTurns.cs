namespace DynamoSession.AspNetCore.Commits;

/// <summary>Serializes the commits of a request, in the order in which they were requested.</summary>
internal sealed class CommitTurns
{
    private Task _last = Task.CompletedTask;

    /// <summary>Gets whether no turn is in progress.</summary>
    public bool AreOver => WhenOverAsync().IsCompleted;

    /// <summary>Waits until no turn is in progress.</summary>
    public Task WhenOverAsync() => Volatile.Read(ref _last);

    /// <summary>Waits until all earlier turns have ended.</summary>
    /// <returns>The turn, which ends when it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken = default)
    {
        var turn = new Turn();
        var before = Interlocked.Exchange(ref _last, turn.Over);
        try
        {
            await before.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Later commits must still wait for the earlier ones.
            _ = before.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        return turn;
    }

    /// <summary>Returns a turn if no other is in progress; otherwise null.</summary>
    public IDisposable? TryTake()
    {
        var last = WhenOverAsync();
        if (!last.IsCompleted)
        {
            return null;
        }

        var turn = new Turn();
        return Interlocked.CompareExchange(ref _last, turn.Over, last) == last ? turn : null;
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose() => _over.TrySetResult();
    }
}
