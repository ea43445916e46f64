namespace DynamoSession.Core.Events;

/// <summary>A session got a new id: it has ended under this one and continues under another. That is not a sign-out.</summary>
/// <remarks>The new id's event is a <see cref="SessionContinuedEvent"/>, which may arrive before or after this one.</remarks>
public sealed class SessionRenewedEvent : SessionEvent
{
    /// <summary>
    /// Gets the public id under which the session continues; <see langword="null"/> if the record names none, as in a renewal that binds the
    /// session to another user: a sign-in.
    /// </summary>
    public string? SuccessorId { get; init; }

    /// <inheritdoc/>
    public override bool IsLive => false;
}
