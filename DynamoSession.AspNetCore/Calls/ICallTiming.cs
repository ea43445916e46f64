namespace DynamoSession.AspNetCore.Calls;

/// <summary>How long calls to the table may take, and how long is waited between attempts.</summary>
internal interface ICallTiming
{
    /// <summary>Gets the clock by which one request waits for another.</summary>
    TimeProvider QueueClock { get; }

    /// <summary>Returns what is cancelled when the time is up; the caller disposes it.</summary>
    CancellationTokenSource StartDeadline(TimeSpan limit);

    /// <summary>Waits before a further attempt.</summary>
    Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken);
}
