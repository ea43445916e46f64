using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What a session has besides its fields. A request can set each of them.</summary>
/// <param name="UserId">The user that the session is bound to; null for no user.</param>
/// <param name="IdleTimeout">The session's own idle timeout; null if the application's applies.</param>
/// <param name="AbsoluteTimeout">How long the session lives from now on, however much it is used; infinite for no limit; null to leave it as it is.</param>
/// <param name="Ticket">The authentication ticket; null for none. Compared by reference.</param>
/// <param name="IsPersistent">Whether the session's cookie is kept when the browser closes.</param>
internal sealed record SessionProperties(string? UserId, TimeSpan? IdleTimeout, TimeSpan? AbsoluteTimeout, ReadOnlyMemory<byte>? Ticket, bool IsPersistent)
{
    /// <summary>Gets the properties of a new session.</summary>
    public static SessionProperties None { get; } = new(UserId: null, IdleTimeout: null, AbsoluteTimeout: null, Ticket: null, IsPersistent: false);

    /// <summary>Returns the properties of a stored session; null for one that is not stored.</summary>
    public static SessionProperties Of(SessionRecord? record) => record is null ? None : new(record.UserId, record.IdleTimeout, AbsoluteTimeout: null, record.Ticket, record.IsPersistent);

    /// <summary>Takes the current value of each property that still has the value from before.</summary>
    /// <param name="before">The properties that these were derived from.</param>
    /// <param name="current">The properties as stored meanwhile.</param>
    public SessionProperties Rebase(SessionProperties before, SessionProperties current) => new(
        UserId == before.UserId ? current.UserId : UserId,
        IdleTimeout == before.IdleTimeout ? current.IdleTimeout : IdleTimeout,
        AbsoluteTimeout == before.AbsoluteTimeout ? current.AbsoluteTimeout : AbsoluteTimeout,
        Ticket.Equals(before.Ticket) ? current.Ticket : Ticket,
        IsPersistent == before.IsPersistent ? current.IsPersistent : IsPersistent);
}
