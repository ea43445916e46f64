namespace DynamoSession.AspNetCore.Calls;

/// <summary>
/// Sheds touches while the table throttles, so that its capacity goes to what cannot wait. It lets them through again by itself:
/// after a second, and after twice as long each time that turns out to be too early.
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

    /// <summary>The table throttles.</summary>
    public void Open()
    {
        lock (_lock)
        {
            // One burst of refusals counts once.
            var now = clock.GetUtcNow();
            if (now >= _openUntil)
            {
                _openUntil = now + _pause;
                _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
            }
        }
    }

    /// <summary>A touch went through.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            _pause = Shortest;
        }
    }
}
