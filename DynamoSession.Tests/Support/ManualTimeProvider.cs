using Microsoft.Extensions.Time.Testing;

namespace DynamoSession.Tests.Support;

/// <summary>A clock that stands still until a test moves it; timers fire while it moves, on the thread that moves it.</summary>
/// <remarks>
/// The library's clock does not tell whether the code under test has begun to wait, and shows timers that fire the time at the end of the
/// move instead of their own.
/// </remarks>
/// <param name="start">The first moment.</param>
internal sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly HashSet<WatchedTimer> _waiting = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];

    /// <summary>Starts at a whole second near the real time, because DynamoDB Local deletes expired items by the real clock.</summary>
    public ManualTimeProvider()
        : this(DateTimeOffset.FromUnixTimeSeconds(System.GetUtcNow().ToUnixTimeSeconds()))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, callback, state);
        timer.Start(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime, period);
        return timer;
    }

    /// <summary>Completes once that many timers are waiting, so that a test knows that the code under test has begun to wait.</summary>
    public Task WhenTimersWaitAsync(int count)
    {
        lock (_lock)
        {
            if (_waiting.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Moves from one timer to the next, so that what a timer starts begins at its moment.</summary>
    public void AdvanceTimerByTimer(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue() is { } due && due <= end)
        {
            Advance(due - GetUtcNow());
        }

        Advance(end - GetUtcNow());
    }

    private DateTimeOffset? NextDue()
    {
        lock (_lock)
        {
            return _waiting.Count == 0 ? null : _waiting.Min(timer => timer.Due);
        }
    }

    private void Note(WatchedTimer timer, bool isWaiting)
    {
        lock (_lock)
        {
            if (!isWaiting)
            {
                _waiting.Remove(timer);
                return;
            }

            _waiting.Add(timer);
            foreach (var waiter in _waiters.Where(waiter => waiter.Count <= _waiting.Count).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Reached.SetResult();
            }
        }
    }

    private sealed class WatchedTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer _timer = null!;
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public void Start(ITimer timer, TimeSpan dueTime, TimeSpan period)
        {
            _timer = timer;
            Change(dueTime, period);
        }

        public void Fire(object? _)
        {
            Due += _period;
            clock.Note(this, _period > TimeSpan.Zero);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = clock.GetUtcNow() + dueTime;
            _period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
            clock.Note(this, dueTime != Timeout.InfiniteTimeSpan);
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            clock.Note(this, isWaiting: false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
