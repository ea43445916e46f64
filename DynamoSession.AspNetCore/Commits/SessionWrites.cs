using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Says what to write for a request's marks. It writes nothing.</summary>
internal sealed class SessionWrites(SessionExpiry expiry, ICookieLifetime cookie, IOptions<DynamoSessionOptions> options)
{
    private static readonly Dictionary<string, SessionValue> NoFields = [];

    /// <summary>A stored session is changed.</summary>
    /// <param name="marks">The changes of a session that is stored.</param>
    /// <param name="keepsLease">Whether more commits are to follow under the same lease.</param>
    /// <param name="isAbandoned">Returns whether the client has gone; null for never.</param>
    /// <exception cref="SessionTooLargeException">The changes make it too large.</exception>
    public UpdateWrite Update(SessionMarks marks, bool keepsLease, Func<bool>? isAbandoned)
    {
        var record = marks.Loaded!;
        ThrowIfTooLarge(marks);
        return new UpdateWrite(marks, new SessionCommit
        {
            Loaded = record,
            Changes = marks.Changes,
            ExpiresAt = EndAfterUse(marks, record.AbsoluteExpiresAt),
            IdleTimeout = marks.IdleTimeout,
            UserId = marks.UserId,
            RequiresLoadedVersion = marks.RequiresLoadedVersion,
            Lease = marks.Lease,
            KeepsLease = keepsLease,
            IsAbandoned = isAbandoned,
        });
    }

    /// <summary>A session starts.</summary>
    /// <exception cref="SessionTooLargeException">It would be too large.</exception>
    public CreateWrite Create(SessionMarks marks) => new(marks, Describe(marks, marks.Id));

    /// <summary>A session is stored, with its changes, under a new id.</summary>
    /// <exception cref="SessionTooLargeException">The changes make it too large.</exception>
    public SessionCreation Copy(SessionMarks marks, string newId) => Describe(marks, newId);

    /// <summary>The session as it is stored after a write, as far as this request knows: others may have written too.</summary>
    public SessionRecord After(SessionWrite write) => write switch
    {
        UpdateWrite { Commit: var commit } => WrittenRecord.After(commit.Loaded, commit, cookie.IsPersistent(commit.Loaded, commit.IdleTimeout)),
        CreateWrite { Creation: var creation } => WrittenRecord.Of(creation),
        RenewWrite { Copy: var copy } => WrittenRecord.Of(copy),
        _ => throw new ArgumentException($"Not a known write: {write.GetType()}.", nameof(write)),
    };

    private SessionCreation Describe(SessionMarks marks, string id)
    {
        var origin = marks.Loaded;
        ThrowIfTooLarge(marks);
        var absoluteEnd = origin is null ? expiry.AbsoluteEnd() : origin.AbsoluteExpiresAt;
        var end = EndAfterUse(marks, absoluteEnd);
        return new SessionCreation
        {
            Id = id,
            Fields = marks.Changes.ApplyTo(origin?.Fields ?? NoFields),
            CreatedAt = origin?.CreatedAt ?? expiry.Now,

            // As with every write, only another idle timeout makes an end earlier: a migrated session may have one that is later than that.
            ExpiresAt = origin is not null && origin.ExpiresAt > end && origin.IdleTimeout == marks.IdleTimeout ? origin.ExpiresAt : end,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = marks.IdleTimeout,
            UserId = marks.UserId,
            IsPersistent = cookie.IsPersistent(origin, marks.IdleTimeout),
            Version = (origin?.Version ?? 0) + 1,
            ReplacesEnded = marks.ReplacesEnded,
        };
    }

    private void ThrowIfTooLarge(SessionMarks marks)
    {
        var before = marks.Loaded?.Fields ?? NoFields;
        FieldSizes.ThrowIfLargerThan(options.Value.MaxSessionBytes, before, after: marks.Changes.ApplyTo(before));
    }

    private DateTimeOffset EndAfterUse(SessionMarks marks, DateTimeOffset? absoluteEnd) => expiry.AfterUse(marks.IdleTimeout ?? marks.DefaultIdleTimeout, absoluteEnd);
}
