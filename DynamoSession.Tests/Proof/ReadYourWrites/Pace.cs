namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>How often users make requests, and how often those write.</summary>
/// <param name="MaxPause">The longest pause of a tab between two bursts of requests.</param>
/// <param name="WriteShare">The share of requests that write.</param>
internal sealed record Pace(TimeSpan MaxPause, double WriteShare)
{
    /// <summary>Replicas almost always lag behind some recent write.</summary>
    public static Pace Busy { get; } = new(TimeSpan.FromSeconds(10), WriteShare: 0.3);

    /// <summary>Users who mostly read.</summary>
    public static Pace Quiet { get; } = new(TimeSpan.FromMinutes(2), WriteShare: 0.05);
}
