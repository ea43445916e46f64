namespace DynamoSession.AspNetCore.Loading;

/// <summary>How long a request may still wait for other requests.</summary>
internal sealed class WaitLimit(TimeProvider clock, TimeSpan limit)
{
    private readonly long _began = clock.GetTimestamp();

    public TimeSpan Left => limit - clock.GetElapsedTime(_began) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    public bool IsOver => Left == TimeSpan.Zero;
}
