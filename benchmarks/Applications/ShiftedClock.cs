namespace DynamoSession.Benchmarks.Applications;

/// <summary>A clock that can be set forward: a visitor stays away without anyone waiting.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Pass(TimeSpan time) => _ahead += time;
}
