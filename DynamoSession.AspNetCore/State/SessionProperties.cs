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

    /// <summary>Gets when the session began to be bound to its user; null for no user, or if it is not known.</summary>
    public DateTimeOffset? UserSince { get; init; }

    /// <summary>
    /// Gets whether the request binds the session to its user, even if it is bound to that user already, which is no change. If the session has
    /// ended meanwhile, the one that follows it is bound too.
    /// </summary>
    public bool BindsUser { get; init; }

    /// <summary>Gets what the application shows of the session in lists; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Returns the properties of a stored session; null for one that is not stored.</summary>
    public static SessionProperties Of(SessionRecord? record) =>
        record is null or { UserId: null, UserSince: null, IdleTimeout: null, Ticket: null, IsPersistent: false, Description: null }
        ? None
        : new(record.UserId, record.IdleTimeout, AbsoluteTimeout: null, record.Ticket, record.IsPersistent) { UserSince = record.UserSince, Description = record.Description };

    /// <summary>Takes the current value of each property that still has the value from before.</summary>
    /// <param name="before">The properties that these were derived from.</param>
    /// <param name="current">The properties as stored meanwhile.</param>
    public SessionProperties Rebase(SessionProperties before, SessionProperties current) => new(
        HasUserOf(before) ? current.UserId : UserId,
        IdleTimeout == before.IdleTimeout ? current.IdleTimeout : IdleTimeout,
        AbsoluteTimeout == before.AbsoluteTimeout ? current.AbsoluteTimeout : AbsoluteTimeout,
        Ticket.Equals(before.Ticket) ? current.Ticket : Ticket,
        IsPersistent == before.IsPersistent ? current.IsPersistent : IsPersistent)
    {
        UserSince = HasUserOf(before) ? current.UserSince : UserSince,
        BindsUser = BindsUser && !HasUserOf(before),
        Description = Description == before.Description ? current.Description : Description,
    };

    private bool HasUserOf(SessionProperties other) => UserId == other.UserId && UserSince == other.UserSince && BindsUser == other.BindsUser;
}
