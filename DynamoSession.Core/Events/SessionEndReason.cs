namespace DynamoSession.Core.Events;

/// <summary>How a session has ended.</summary>
public enum SessionEndReason
{
    /// <summary>The item says something that this version does not know.</summary>
    Unknown = 0,

    /// <summary>
    /// The session was signed out with <c>Destroy()</c>. An unused copy of a renewal ends like this too, see <see cref="SessionContinuedEvent"/>.
    /// </summary>
    SignedOut = 1,

    /// <summary>
    /// The session's idle or absolute timeout had passed when the item was deleted or signed out. DynamoDB deletes an expired item within days,
    /// so this event comes late; the session had not been usable since its expiry.
    /// </summary>
    Expired = 2,

    /// <summary>The session was revoked on an operator's behalf or from another device.</summary>
    Revoked = 3,

    /// <summary>
    /// The item was deleted, or overwritten with something that is not a session, before the session had expired: by an operator or by other
    /// software.
    /// </summary>
    Deleted = 4,
}
