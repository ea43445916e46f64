namespace DynamoSession.Core.Events;

/// <summary>
/// A renewal has copied a session to this new id. The session continues here as soon as its previous id is ended, which is a
/// <see cref="SessionRenewedEvent"/> of the previous id.
/// </summary>
/// <remarks>
/// <para>Of the two writes, this is the first. Between them, one session is live under two ids, and the two events may arrive in either order.</para>
/// <para>
/// A single record does not tell whether the second write has followed. If it was refused because another request had committed first, the
/// copy is signed out at once (<see cref="SessionEndReason.SignedOut"/>) and another copy is made. If the process ended between the writes, no
/// cookie refers to the copy, and it expires.
/// </para>
/// </remarks>
public sealed class SessionContinuedEvent : SessionEvent
{
    /// <inheritdoc/>
    public override bool IsLive => true;
}
