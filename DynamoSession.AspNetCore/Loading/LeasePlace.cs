namespace DynamoSession.AspNetCore.Loading;

/// <summary>The place of a request in the queue for a session. The first in the queue keeps its place while it holds the lease.</summary>
/// <param name="id">The id of the session.</param>
/// <param name="leave">Takes the place out of the queue.</param>
/// <param name="pauses">The pauses that all places in the queue share.</param>
/// <param name="clock">The clock by which leases end.</param>
internal sealed class LeasePlace(string id, Action<LeasePlace> leave, PollPauses pauses, TimeProvider clock) : IDisposable
{
    private readonly TaskCompletionSource _isFirst = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _leaseEnd;
    private ITimer? _timer;

    public string Id => id;

    public PollPauses Pauses => pauses;

    /// <summary>Gets a task that completes when all requests that came earlier have left the queue.</summary>
    public Task WhenFirst => _isFirst.Task;

    /// <summary>Gets whether the duration of the request's lease has elapsed, so that another request may take it over.</summary>
    public bool HasLeaseEnded => _leaseEnd <= clock.GetUtcNow();

    public void SetFirst() => _isFirst.TrySetResult();

    /// <summary>Keeps the place until it is disposed, but not longer than the lease that the request has acquired.</summary>
    public void Hold(TimeSpan duration)
    {
        _leaseEnd = clock.GetUtcNow() + duration;
        _timer = clock.CreateTimer(static place => ((LeasePlace)place!).Dispose(), this, duration, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Leaves the queue. The next request can go on at once.</summary>
    public void Dispose()
    {
        leave(this);
        _timer?.Dispose();
    }
}
