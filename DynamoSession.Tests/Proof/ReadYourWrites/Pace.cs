namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>How people use their sessions.</summary>
/// <param name="LongestPause">How long a tab is left alone between two bursts of requests, at most.</param>
/// <param name="WriteShare">How many of the requests write.</param>
internal sealed record Pace(TimeSpan LongestPause, double WriteShare)
{
    /// <summary>Hardly a moment without a write whose replicas lag.</summary>
    public static Pace Hectic { get; } = new(TimeSpan.FromSeconds(10), WriteShare: 0.3);

    /// <summary>People who read what they get.</summary>
    public static Pace Calm { get; } = new(TimeSpan.FromMinutes(2), WriteShare: 0.05);
}
