using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.State;

/// <summary>What a request has marked to be written, at one point in time. Immutable: later marks are left for the next commit.</summary>
internal sealed record SessionMarks
{
    /// <summary>Gets the id under which the table stores the session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the stored session, as far as this request knows; null while it is not stored.</summary>
    public required SessionRecord? Loaded { get; init; }

    /// <summary>Gets the field changes, with each object that was read from the session encoded once.</summary>
    public SessionChanges Changes { get; init; } = SessionChanges.None;

    /// <summary>Gets the session's properties after the request.</summary>
    public SessionProperties Properties { get; init; } = SessionProperties.None;

    /// <summary>Gets the user to bind the session to.</summary>
    public string? UserId
    {
        get => Properties.UserId;
        init => Properties = Properties with { UserId = value };
    }

    /// <summary>Gets the session's own idle timeout; null if <see cref="DefaultIdleTimeout"/> applies.</summary>
    public TimeSpan? IdleTimeout
    {
        get => Properties.IdleTimeout;
        init => Properties = Properties with { IdleTimeout = value };
    }

    /// <summary>Gets for how long the session should live from now on, however much it is used; null if the request has not set it.</summary>
    public TimeSpan? AbsoluteTimeout
    {
        get => Properties.AbsoluteTimeout;
        init => Properties = Properties with { AbsoluteTimeout = value };
    }

    public required TimeSpan DefaultIdleTimeout { get; init; }

    /// <summary>Gets whether a commit by another request since the load is a conflict.</summary>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets whether an ended record under the same id is replaced.</summary>
    public bool ReplacesEnded { get; init; }

    /// <summary>Gets the exclusive lease that is held on the session.</summary>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets whether the session is renewed, or a new one may be created although the request's session has just ended.</summary>
    public bool RenewsId { get; init; }

    /// <summary>Gets how often a new id has been requested, so that a request during a commit isn't taken for the one being committed.</summary>
    public int RenewalCount { get; init; }

    /// <summary>Gets whether the request's session had just ended.</summary>
    public bool JustEnded { get; init; }

    /// <summary>Gets whether the request has destroyed its session, so that a new one may follow it even if it had ended before.</summary>
    public bool WasDestroyed { get; init; }

    /// <summary>Gets whether the application has written to the session, even if nothing of it is left.</summary>
    public bool WasWrittenTo { get; init; }

    /// <summary>Gets whether the session was extended while the request ran, so that it is not known whether it is still live.</summary>
    public bool WasKeptAlive { get; init; }

    /// <summary>Gets the stored sessions to destroy.</summary>
    public IReadOnlyList<SessionToDestroy> SessionsToDestroy { get; init; } = [];

    /// <summary>Gets whether the session's fields or properties are written.</summary>
    public bool ChangesSession => Loaded is { } record
        ? !Changes.IsEmpty || Properties with { UserSince = record.UserSince, BindsUser = false } != SessionProperties.Of(record)

        // Fields that were set and removed again don't create a session.
        : Changes.Fields.Count > 0 || UserId is not null || Properties.Ticket is not null;

    /// <summary>Gets whether the session is bound to a user that it was not bound to.</summary>
    public bool BindsUser => UserId is not null && UserId != Loaded?.UserId;

    /// <summary>Returns the same marks on a record that another request has stored meanwhile (null for none). Properties that this request has not set are taken from that record.</summary>
    public SessionMarks On(SessionRecord? record) => this with
    {
        Loaded = record,
        Properties = Properties.Rebase(SessionProperties.Of(Loaded), SessionProperties.Of(record)),
    };
}
