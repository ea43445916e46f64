namespace DynamoSession.AspNetCore.Calls;

/// <summary>
/// Skips touches while the table is throttling, to leave its capacity to calls that can't wait. Touches are allowed again after a
/// second, and after twice as long each time the table is still throttling then.
/// </summary>
internal sealed class TouchCircuit(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private DateTimeOffset _openUntil;
    private TimeSpan _pause = Shortest;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return clock.GetUtcNow() < _openUntil;
            }
        }
    }

    /// <summary>Skips touches for a while, because the table is throttling.</summary>
    public void Open()
    {
        lock (_lock)
        {
            // Count a burst of throttled calls once.
            var now = clock.GetUtcNow();
            if (now >= _openUntil)
            {
                _openUntil = now + _pause;
                _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
            }
        }
    }

    /// <summary>Resets the pause after a successful touch.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            _pause = Shortest;
        }
    }
}
