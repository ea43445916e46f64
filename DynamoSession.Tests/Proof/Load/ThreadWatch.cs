namespace DynamoSession.Tests.Proof.Load;

/// <summary>Measures by how many threads the pool grows.</summary>
internal sealed class ThreadWatch : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(10), TimeProvider.System);
    private readonly int _before = ThreadPool.ThreadCount;
    private readonly Task _watching;
    private int _peak;

    public ThreadWatch() => _watching = WatchAsync();

    public int Growth => Math.Max(_peak, ThreadPool.ThreadCount) - _before;

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            _peak = Math.Max(_peak, ThreadPool.ThreadCount);
        }
    }
}
