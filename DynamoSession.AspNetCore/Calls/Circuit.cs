namespace DynamoSession.AspNetCore.Calls;

/// <summary>
/// Skips calls that can wait while others like them fail. They are allowed again after a second, and after twice as long each time they
/// still fail then.
/// </summary>
internal sealed class Circuit(TimeProvider clock)
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

    /// <summary>Skips calls for a while, because one has failed.</summary>
    public void Open()
    {
        lock (_lock)
        {
            // Count a burst of failures once.
            var now = clock.GetUtcNow();
            if (now >= _openUntil)
            {
                _openUntil = now + _pause;
                _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
            }
        }
    }

    /// <summary>Resets the pause after a success.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            _pause = Shortest;
        }
    }
}
