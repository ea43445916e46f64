namespace DynamoSession.Tests.Proof.Support;

/// <summary>A clock whose hands move only when a test moves them, while its timers run by real time: deadlines and pauses stay short.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _seconds = System.GetUtcNow().ToUnixTimeSeconds();

    public long Seconds => Interlocked.Read(ref _seconds);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public void Jump(int seconds) => Interlocked.Add(ref _seconds, seconds);
}
