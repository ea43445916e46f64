using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Ends the deadline of a load or commit at once, if the inspector's user wants to see that fail.</summary>
internal sealed class InspectedTiming(ICallTiming inner, Inspection inspection) : ICallTiming
{
    public TimeProvider QueueClock => inner.QueueClock;

    public CancellationTokenSource StartDeadline(TimeSpan limit)
    {
        var deadline = inner.StartDeadline(limit);
        if (inspection.TakesFailure())
        {
            deadline.Cancel();
        }

        return deadline;
    }

    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => inner.PauseAsync(pause, cancellationToken);
}
