namespace DynamoSession.AspNetCore.Loading;

/// <summary>
/// The growing pauses between reads of a session whose lease another process holds. The requests of a queue share them, so that a request
/// that takes over does not poll again at once.
/// </summary>
internal sealed class PollPauses(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private TimeSpan _next = Shortest;
    private TimeSpan _current;
    private long _began;

    /// <summary>Gets how much of the current pause is left; zero between pauses.</summary>
    public TimeSpan Left => _current - clock.GetElapsedTime(_began) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Gets whether the session was read a moment ago, so that the result of another read would be the same.</summary>
    public bool HasJustBegun => _current > TimeSpan.Zero && clock.GetElapsedTime(_began) < Shortest;

    /// <summary>Begins a pause after a read.</summary>
    public void Begin()
    {
        // Random, so that processes don't poll at the same time.
        _current = _next * (0.5 + Random.Shared.NextDouble());
        _began = clock.GetTimestamp();
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }

    /// <summary>Ends the pause, because no other process holds the lease.</summary>
    public void Reset()
    {
        _current = TimeSpan.Zero;
        _next = Shortest;
    }
}
