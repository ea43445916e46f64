namespace DynamoSession.Core.Migration.Bulk;

/// <summary>
/// A number of capacity units a second. What a call costs is known when it has been made: so a call may go as long as nothing is
/// owed, and what it costs beyond what is there is owed, and waited for, before the next one.
/// </summary>
internal sealed class CapacityBudget
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly double _unitsPerSecond;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private double _balance;
    private double _consumed;
    private long _refilled;

    public CapacityBudget(double unitsPerSecond, TimeProvider clock)
    {
        _unitsPerSecond = unitsPerSecond;
        _clock = clock;
        _refilled = clock.GetTimestamp();
    }

    public double Consumed
    {
        get
        {
            lock (_lock)
            {
                return _consumed;
            }
        }
    }

    /// <summary>Waits until nothing is owed, and makes a call, which says through <see cref="Consume"/> what it has cost.</summary>
    /// <param name="expected">What it will cost, about, so that calls at the same time do not all count on the same units.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> SpendAsync<T>(double expected, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        while (WaitFor(expected) is { } wait)
        {
            await Task.Delay(wait, _clock, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _balance += expected;
            }
        }
    }

    public void Consume(double units)
    {
        lock (_lock)
        {
            _balance -= units;
            _consumed += units;
        }
    }

    /// <returns>How long to wait before asking again; null when the call may go.</returns>
    private TimeSpan? WaitFor(double expected)
    {
        lock (_lock)
        {
            // What is not used within a second is lost, so that a pause is not followed by a burst.
            var now = _clock.GetTimestamp();
            _balance = Math.Min(_unitsPerSecond, _balance + (_clock.GetElapsedTime(_refilled, now).TotalSeconds * _unitsPerSecond));
            _refilled = now;
            if (_balance >= 0)
            {
                _balance -= expected;
                return null;
            }

            var wait = TimeSpan.FromSeconds(Math.Min(-_balance / _unitsPerSecond, 60));
            return wait > ShortestWait ? wait : ShortestWait;
        }
    }
}
