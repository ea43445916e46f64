namespace DynamoSession.Benchmarks.Requests;

/// <summary>A clock on which a benchmark's changes are a minute apart: a record remembers the commits of two minutes, and nobody makes thousands.</summary>
internal sealed class PacedClock : TimeProvider
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Tick() => _now += Pace;
}
