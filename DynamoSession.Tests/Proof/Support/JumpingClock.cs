namespace DynamoSession.Tests.Proof.Support;

/// <summary>A clock that moves only when a test moves it. Its timers run in real time, so that deadlines and pauses stay short.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _seconds = System.GetUtcNow().ToUnixTimeSeconds();

    public long Seconds => Interlocked.Read(ref _seconds);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public void Jump(int seconds) => Interlocked.Add(ref _seconds, seconds);
}
