using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Turns a request's marks into writes, without any I/O.</summary>
internal sealed class SessionWrites(SessionExpiry expiry, ICookieLifetime cookie, IOptions<DynamoSessionOptions> options)
{
    private static readonly Dictionary<string, SessionValue> NoFields = [];

    /// <summary>Describes the update of a stored session.</summary>
    /// <param name="marks">The changes to a stored session.</param>
    /// <param name="keepsLease">Whether the lease is kept for more commits.</param>
    /// <param name="isAbandoned">Returns whether the client has disconnected; null for never.</param>
    /// <exception cref="SessionTooLargeException">The changes make the session too large.</exception>
    public UpdateWrite Update(SessionMarks marks, bool keepsLease, Func<bool>? isAbandoned)
    {
        var record = marks.Loaded!;
        ThrowIfTooLarge(marks);
        var absoluteExpiry = expiry.AbsoluteExpiry(record, marks.AbsoluteTimeout);
        return new UpdateWrite(marks, new SessionCommit
        {
            Loaded = record,
            Changes = marks.Changes,
            ExpiresAt = ExpiryAfterUse(marks, absoluteExpiry),
            AbsoluteExpiresAt = absoluteExpiry,
            IdleTimeout = marks.IdleTimeout,
            UserId = marks.UserId,
            UserSince = marks.Properties.UserSince,
            Limit = LimitOf(marks),
            Ticket = marks.Properties.Ticket,
            Description = marks.Properties.Description,
            IsPersistent = marks.Properties.IsPersistent,
            RequiresLoadedVersion = marks.RequiresLoadedVersion,
            Lease = marks.Lease,
            KeepsLease = keepsLease,
            IsAbandoned = isAbandoned,
            MaxBytes = options.Value.MaxSessionBytes,
        });
    }

    /// <summary>Describes the creation of a session.</summary>
    /// <exception cref="SessionTooLargeException">The session would be too large.</exception>
    public CreateWrite Create(SessionMarks marks) => new(marks, Describe(marks, marks.Id));

    /// <summary>Describes a copy of a stored session, with its changes, under a new id.</summary>
    /// <exception cref="SessionTooLargeException">The changes make the session too large.</exception>
    public SessionCreation Copy(SessionMarks marks, string newId) => Describe(marks, newId);

    /// <summary>Returns the session as stored after a write, as far as this request knows; other requests may have written too.</summary>
    public SessionRecord After(SessionWrite write) => write switch
    {
        UpdateWrite { Commit: var commit } => WrittenRecord.After(commit.Loaded, commit, commit.ChangesPersistence ? commit.IsPersistent : cookie.IsPersistent(commit.Loaded, commit.IdleTimeout)),
        CreateWrite { Creation: var creation } => WrittenRecord.Of(creation),
        RenewWrite { Copy: var copy } => WrittenRecord.Of(copy),
        _ => throw new ArgumentException($"Not a known write: {write.GetType()}.", nameof(write)),
    };

    /// <summary>Returns whether the cookie of a stored session is sent again when the session was extended.</summary>
    public bool SendsCookieWhenExtended(SessionRecord record) => cookie.OutlivesBrowser(record);

    private SessionCreation Describe(SessionMarks marks, string id)
    {
        var origin = marks.Loaded;
        ThrowIfTooLarge(marks);
        var absoluteExpiry = expiry.AbsoluteExpiry(origin, marks.AbsoluteTimeout);
        var expiresAt = ExpiryAfterUse(marks, absoluteExpiry);

        // As for every write, only a new timeout makes the expiry earlier; that of a migrated session may be later than this one.
        if (origin is not null && origin.ExpiresAt > expiresAt && origin.IdleTimeout == marks.IdleTimeout && marks.AbsoluteTimeout is null)
        {
            expiresAt = origin.ExpiresAt;
        }

        return new SessionCreation
        {
            Id = id,
            Fields = marks.Changes.ApplyTo(origin?.Fields ?? NoFields),
            CreatedAt = origin?.CreatedAt ?? expiry.Now,
            ExpiresAt = expiresAt,
            AbsoluteExpiresAt = absoluteExpiry,
            IdleTimeout = marks.IdleTimeout,
            UserId = marks.UserId,
            UserSince = marks.Properties.UserSince ?? origin?.CreatedAt,
            PredecessorId = origin?.Id ?? (marks.SessionsToDestroy is [var ended, ..] ? ended.Id : null),
            Limit = LimitOf(marks),
            Ticket = marks.Properties.Ticket,
            Description = marks.Properties.Description,
            IsPersistent = marks.Properties.IsPersistent != SessionProperties.Of(origin).IsPersistent ? marks.Properties.IsPersistent : cookie.IsPersistent(origin, marks.IdleTimeout),
            Version = (origin?.Version ?? 0) + 1,
            ReplacesEnded = marks.ReplacesEnded,
        };
    }

    /// <summary>Only a sign-in adds a session to those of its user.</summary>
    private SessionLimit? LimitOf(SessionMarks marks) => options.Value.MaxSessionsPerUser is { } max && marks.BindsUser
        ? new() { MaxSessions = max, RefusesNew = options.Value.MaxSessionsAction == SessionLimitAction.Refuse }
        : null;

    private void ThrowIfTooLarge(SessionMarks marks) => marks.Changes.ThrowIfTooLarge(options.Value.MaxSessionBytes, marks.Loaded?.Fields ?? NoFields);

    private DateTimeOffset ExpiryAfterUse(SessionMarks marks, DateTimeOffset? absoluteExpiry) => expiry.AfterUse(marks.IdleTimeout ?? marks.DefaultIdleTimeout, absoluteExpiry);
}
