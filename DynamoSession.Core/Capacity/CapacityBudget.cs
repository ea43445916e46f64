namespace DynamoSession.Core.Capacity;

/// <summary>
/// Limits the capacity units consumed per second. The cost of a call is known only afterwards, so a call may start while the balance is
/// not negative, and the next one waits until the balance has recovered.
/// </summary>
internal sealed class CapacityBudget
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly double _unitsPerSecond;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private double _balance;
    private double _consumed;
    private long _lastRefill;

    public CapacityBudget(double unitsPerSecond, TimeProvider clock)
    {
        _unitsPerSecond = unitsPerSecond;
        _clock = clock;
        _lastRefill = clock.GetTimestamp();
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

    /// <summary>Waits until the balance is not negative, and makes a call, which reports its cost through <see cref="Consume"/>.</summary>
    /// <param name="expected">The expected cost, reserved during the call so that concurrent calls do not spend the same units.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<T> SpendAsync<T>(double expected, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        while (TryReserve(expected) is { } wait)
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

    /// <returns>How long to wait before asking again; null if the call may start.</returns>
    private TimeSpan? TryReserve(double expected)
    {
        lock (_lock)
        {
            // Units that are not used within a second are lost, so that a burst does not follow a pause.
            var now = _clock.GetTimestamp();
            _balance = Math.Min(_unitsPerSecond, _balance + (_clock.GetElapsedTime(_lastRefill, now).TotalSeconds * _unitsPerSecond));
            _lastRefill = now;
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
