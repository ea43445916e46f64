namespace DynamoSession.AspNetCore.Commits;

/// <summary>Serializes the commits of a request, in the order in which they were requested.</summary>
internal sealed class CommitTurns
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Gets whether no turn is in progress.</summary>
    public bool AreOver => WhenOverAsync().IsCompleted;

    /// <summary>Waits until no turn is in progress.</summary>
    public Task WhenOverAsync()
    {
        lock (_lock)
        {
            return _last;
        }
    }

    /// <summary>Waits until all earlier turns have ended.</summary>
    /// <returns>The turn, which ends when it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken = default)
    {
        var turn = new Turn();
        Task before;
        lock (_lock)
        {
            before = _last;
            _last = turn.Over;
        }

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
        lock (_lock)
        {
            if (!_last.IsCompleted)
            {
                return null;
            }

            var turn = new Turn();
            _last = turn.Over;
            return turn;
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose() => _over.TrySetResult();
    }
}
