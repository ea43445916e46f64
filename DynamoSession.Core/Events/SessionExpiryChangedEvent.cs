namespace DynamoSession.Core.Events;

/// <summary>
/// A session has another expiry and is otherwise unchanged: it was extended because it was used, or its own timeouts were changed. Only
/// reported if <see cref="SessionEventReader.ReportsExpiryChanges"/> is set.
/// </summary>
public sealed class SessionExpiryChangedEvent : SessionEvent
{
    /// <inheritdoc/>
    public override bool IsLive => true;
}
