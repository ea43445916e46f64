namespace DynamoSession.Tests.Proof.Load;

/// <summary>The connection to a store, the same for a session table and for a distributed cache. It can be slow, held or cut.</summary>
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

    /// <summary>Gets or sets whether writes fail without reaching the store.</summary>
    public bool LosesWrites { get; set; }

    /// <summary>Gets or sets what writes wait for; null for nothing.</summary>
    public Task? WritesWaitFor { get; set; }

    /// <summary>Gets or sets what happens to a call on its way to the store.</summary>
    public Func<string, CancellationToken, Task>? OnSend { get; set; }

    /// <summary>Gets or sets what happens to a response on its way back.</summary>
    public Func<Task>? OnReturn { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Gets the largest number of calls that were in flight at once.</summary>
    public int MaxInFlight { get; private set; }

    /// <summary>Holds calls until the given number is in flight at once, which proves that they run in parallel.</summary>
    public void HoldUntilInFlight(int calls)
    {
        lock (_lock)
        {
            _barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _barrierSize = calls;
        }
    }

    /// <summary>Sends a call to the store.</summary>
    /// <exception cref="IOException">The call was lost.</exception>
    public async Task SendAsync(string operation, bool isWrite, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref isWrite ? ref _writes : ref _reads);
        var barrier = Enter();
        try
        {
            await barrier.WaitAsync(cancellationToken);
            await Task.Delay(Latency, TimeProvider.System, cancellationToken);
            await (OnSend?.Invoke(operation, cancellationToken) ?? Task.CompletedTask);
            if (isWrite)
            {
                await (WritesWaitFor ?? Task.CompletedTask).WaitAsync(cancellationToken);
            }

            if (isWrite && LosesWrites)
            {
                throw new IOException("The store is unreachable.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Returns a response from the store.</summary>
    public Task ReturnAsync() => OnReturn?.Invoke() ?? Task.CompletedTask;

    private Task Enter()
    {
        lock (_lock)
        {
            var inFlight = Interlocked.Increment(ref _inFlight);
            MaxInFlight = Math.Max(MaxInFlight, inFlight);
            if (inFlight >= _barrierSize)
            {
                _barrier?.TrySetResult();
            }

            return _barrier?.Task ?? Task.CompletedTask;
        }
    }
}
