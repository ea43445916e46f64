namespace DynamoSession.Core.Events;

/// <summary>A session has ended.</summary>
public sealed class SessionEndedEvent : SessionEvent
{
    /// <summary>Gets how it has ended.</summary>
    public required SessionEndReason Reason { get; init; }

    /// <inheritdoc/>
    public override bool IsLive => false;
}
