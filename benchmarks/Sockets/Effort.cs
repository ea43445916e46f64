namespace DynamoSession.Benchmarks.Sockets;

/// <summary>How long a run measures.</summary>
/// <param name="Rounds">The rounds that count.</param>
/// <param name="WarmUps">The rounds before them, in which code is compiled.</param>
/// <param name="Duration">How long each application is visited in a round.</param>
/// <param name="Visitors">How many visitors it has, if its store keeps what they change.</param>
internal sealed record Effort(int Rounds, int WarmUps, TimeSpan Duration, int Visitors)
{
    public static Effort Full { get; } = new(9, 4, TimeSpan.FromMilliseconds(700), Visitors: 16 * Crowd.Connections);

    /// <summary>Gets the effort for many workloads.</summary>
    public static Effort Brief { get; } = new(5, 2, TimeSpan.FromMilliseconds(300), 16 * Crowd.Connections);

    /// <summary>Gets an effort whose figures mean nothing: it shows that everything runs.</summary>
    public static Effort Quick { get; } = new(1, 0, TimeSpan.FromMilliseconds(100), Crowd.Connections);
}
