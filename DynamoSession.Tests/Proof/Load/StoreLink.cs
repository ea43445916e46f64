namespace DynamoSession.Tests.Proof.Load;

/// <summary>The way to a store, the same for a session table and for a distributed cache: it takes its time, can be held, and can be cut.</summary>
internal sealed class StoreLink
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _barrier;
    private int _barrierSize;
    private int _inFlight;
    private int _reads;
    private int _writes;

    /// <summary>Gets or sets how long every call takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Gets or sets whether writes are lost on the way.</summary>
    public bool LosesWrites { get; set; }

    /// <summary>Gets or sets what writes wait for; null for nothing.</summary>
    public Task? WritesWaitFor { get; set; }

    /// <summary>Gets or sets what happens to a call on its way there.</summary>
    public Func<string, CancellationToken, Task>? Outward { get; set; }

    /// <summary>Gets or sets what happens to an answer on its way back.</summary>
    public Func<Task>? Homeward { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Gets the most calls that were under way at once.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>Lets calls wait until so many are under way at once, which shows that they are.</summary>
    public void HoldUntilInFlight(int calls)
    {
        lock (_lock)
        {
            _barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _barrierSize = calls;
        }
    }

    /// <summary>Takes a call to the store.</summary>
    /// <exception cref="IOException">It got lost.</exception>
    public async Task PassAsync(string operation, bool isWrite, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref isWrite ? ref _writes : ref _reads);
        var barrier = Enter();
        try
        {
            await barrier.WaitAsync(cancellationToken);
            await Task.Delay(Latency, TimeProvider.System, cancellationToken);
            await (Outward?.Invoke(operation, cancellationToken) ?? Task.CompletedTask);
            if (isWrite)
            {
                await (WritesWaitFor ?? Task.CompletedTask).WaitAsync(cancellationToken);
            }

            if (isWrite && LosesWrites)
            {
                throw new IOException("The store is out of reach.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Takes an answer back.</summary>
    public Task ReturnAsync() => Homeward?.Invoke() ?? Task.CompletedTask;

    private Task Enter()
    {
        lock (_lock)
        {
            var inFlight = Interlocked.Increment(ref _inFlight);
            MostInFlight = Math.Max(MostInFlight, inFlight);
            if (inFlight >= _barrierSize)
            {
                _barrier?.TrySetResult();
            }

            return _barrier?.Task ?? Task.CompletedTask;
        }
    }
}
