namespace DynamoSession.AspNetCore.Calls;

/// <summary>How long calls to the table may take, and how long to pause between attempts.</summary>
internal interface ICallTiming
{
    /// <summary>Gets the clock that limits how long one request waits for another.</summary>
    TimeProvider QueueClock { get; }

    /// <summary>Returns a source that is canceled after the limit. The caller disposes it once; then it may become another caller's.</summary>
    CancellationTokenSource StartDeadline(TimeSpan limit);

    /// <summary>Pauses before the next attempt.</summary>
    Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken);
}
