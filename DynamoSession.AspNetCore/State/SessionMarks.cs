using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.State;

/// <summary>What a request has marked to be written, at one moment. Immutable: what is marked afterwards goes into the next commit.</summary>
internal sealed record SessionMarks
{
    /// <summary>Gets the id by which the table knows the session, or will.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the session as it is stored as far as this request knows; null while it is not.</summary>
    public required SessionRecord? Loaded { get; init; }

    /// <summary>Gets the field changes, each object that was read from the session encoded once.</summary>
    public SessionChanges Changes { get; init; } = SessionChanges.None;

    /// <summary>Gets the user that the session is bound to from now on.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets the session's own idle timeout from now on; null where <see cref="DefaultIdleTimeout"/> applies.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    public required TimeSpan DefaultIdleTimeout { get; init; }

    /// <summary>Gets whether a commit by another request since the load refuses ours.</summary>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets whether an ended record under the same id is replaced.</summary>
    public bool ReplacesEnded { get; init; }

    /// <summary>Gets the exclusive lease that is held on the session.</summary>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets whether the session is to get a new id, or a new one may start although the request's cookie led to a dead one.</summary>
    public bool RenewsId { get; init; }

    /// <summary>Gets how often a new id has been asked for, so that one asked for meanwhile is told from the one that is written.</summary>
    public int RenewalCount { get; init; }

    /// <summary>Gets whether the request came with the id of a session that had just been ended.</summary>
    public bool WasDead { get; init; }

    /// <summary>Gets the stored sessions that are to be ended.</summary>
    public IReadOnlyList<EndedSession> Ends { get; init; } = [];

    /// <summary>Gets whether the session itself, fields and properties, is to be written.</summary>
    public bool ChangesSession => Loaded is { } record
        ? !Changes.IsEmpty || UserId != record.UserId || IdleTimeout != record.IdleTimeout

        // Fields that were set and removed again do not make a session.
        : Changes.Fields.Count > 0 || UserId is not null;

    /// <summary>Puts the same marks on what others have stored meanwhile, null for nothing: what this request has not set is what they have.</summary>
    public SessionMarks On(SessionRecord? record) => this with
    {
        Loaded = record,
        UserId = UserId == Loaded?.UserId ? record?.UserId : UserId,
        IdleTimeout = IdleTimeout == Loaded?.IdleTimeout ? record?.IdleTimeout : IdleTimeout,
    };
}
