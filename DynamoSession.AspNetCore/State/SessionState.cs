using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What one request knows about its session and has marked: the draft, and whether the session is renewed or destroyed.</summary>
internal sealed class SessionState
{
    private readonly object _lock;
    private readonly SessionDrafts _drafts;
    // Sessions that continue under another id: a sign-out ends them there.
    private readonly IReadOnlyList<string> _renewedBefore;

    // The session that was loaded, even if another has replaced it since: the lease is on this one.
    private readonly SessionDraft _original;
    private readonly IDisposable? _place;
    private bool _destroysRenewed;

    // Replaced, not changed. Most requests destroy nothing.
    private IReadOnlyList<SessionDraft> _ended = [];

    // Found for the cookies of other packages when the session was destroyed.
    private IReadOnlyList<SessionToDestroy> _others = [];
    private int _renewalsWanted;
    private int _renewalsDone;

    /// <param name="drafts">Creates drafts.</param>
    /// <param name="loaded">The session that was found for the request's cookies.</param>
    /// <param name="draft">The session.</param>
    /// <param name="isOptimistic">Whether a commit by another request is a conflict for this one.</param>
    public SessionState(SessionDrafts drafts, LoadedSession loaded, SessionDraft draft, bool isOptimistic)
    {
        _lock = draft;
        _drafts = drafts;
        IsOptimistic = isOptimistic;
        JustEnded = loaded.JustEnded;
        WasSignedOut = loaded.WasSignedOut;
        LeadsNowhere = loaded.LeadsNowhere;
        _renewedBefore = loaded.RenewedIds;
        Import = loaded.Import;
        _place = loaded.Place;
        Draft = _original = draft;
    }

    /// <summary>Gets the session to store; after <see cref="Destroy"/>, the new one that may follow it.</summary>
    public SessionDraft Draft { get; private set; }

    /// <summary>Gets whether a commit by another request is a conflict for this one.</summary>
    public bool IsOptimistic { get; }

    /// <summary>Gets whether the request's session had just ended.</summary>
    public bool JustEnded { get; }

    /// <summary>Gets whether that session was signed out, and does not continue under another id.</summary>
    public bool WasSignedOut { get; }

    /// <summary>Gets whether the request's cookie is to be expired, because it leads to no session.</summary>
    public bool LeadsNowhere { get; }

    /// <summary>Gets what was found for a cookie of another package; null if there is no such cookie, or if an own cookie leads to a live session.</summary>
    public ImportedSession? Import { get; }

    /// <summary>Gets what was found for further cookies of other packages when the session was destroyed; null until they were looked for.</summary>
    public IReadOnlyList<ImportedSession>? Others { get; private set; }

    /// <summary>Gets all that was found for the cookies of other packages, which the response expires.</summary>
    public IEnumerable<ImportedSession> Imports => Import is null ? Others ?? [] : [Import, .. Others ?? []];

    public bool WasDestroyed { get; private set; }

    /// <summary>Gets whether the session is renewed, or a new one may be created although the request's session has just ended.</summary>
    public bool RenewsId => _renewalsWanted > _renewalsDone;

    /// <summary>Gets whether <see cref="RenewId"/> has been called in this request.</summary>
    public bool WasRenewalRequested => _renewalsWanted > 0;

    /// <summary>Gets whether there are sessions left to destroy.</summary>
    public bool HasSessionsToDestroy => _ended.Count > 0 || _destroysRenewed || _others.Count > 0;

    /// <summary>Gets whether the request has marked a sign-in, a sign-out or a renewal, which must not be lost without an error.</summary>
    public bool ChangesIdentity => HasSessionsToDestroy || RenewsId || Draft.Properties.UserId != Draft.Record?.UserId || !Draft.Properties.Ticket.Equals(Draft.Record?.Ticket);

    /// <summary>Gets whether the request has marked nothing, and holds no lease that a commit would release.</summary>
    public bool IsUnmarked
    {
        get
        {
            lock (_lock)
            {
                return !WasDestroyed && _renewalsWanted == 0 && _place is null && HeldLease is null && Draft.IsUnmarked;
            }
        }
    }

    /// <summary>Gets the exclusive lease that has not been released yet.</summary>
    public SessionLease? HeldLease => _original.Lease;

    /// <summary>Lets the next exclusive request of this process have the session, because the lease has been released.</summary>
    public void LeaveQueue() => _place?.Dispose();

    public void RenewId()
    {
        lock (_lock)
        {
            _renewalsWanted++;
        }
    }

    /// <summary>Marks the session to be destroyed. Anything set afterwards starts a new one.</summary>
    public void Destroy()
    {
        lock (_lock)
        {
            WasDestroyed = true;
            _destroysRenewed |= _renewedBefore.Count > 0;
            if (Draft.MayExist)
            {
                _ended = [.. _ended, Draft];
            }

            Draft = _drafts.New();
        }
    }

    /// <summary>Marks the sessions of other packages' cookies to be destroyed together with this one; otherwise those cookies would bring them back.</summary>
    public void DestroyOthers(IReadOnlyList<ImportedSession> others)
    {
        lock (_lock)
        {
            Others = others;
            _others = [.. others.Where(other => other.Record is not null).Select(other => new SessionToDestroy(other.Record!.Id, other.Record))];
        }
    }

    /// <summary>Hands out the marked changes, and the draft that they belong to.</summary>
    /// <param name="requiresLoadedVersion">Whether a commit by another request since the load is a conflict, regardless of the endpoint's policy.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store an object exactly as it is now. Nothing was taken.</exception>
    public (SessionDraft Draft, SessionMarks Marks) Take(bool requiresLoadedVersion)
    {
        lock (_lock)
        {
            var marks = Draft.Take() with
            {
                RequiresLoadedVersion = IsOptimistic || requiresLoadedVersion,
                RenewsId = RenewsId,
                RenewalCount = _renewalsWanted,
                JustEnded = JustEnded,
                WasDestroyed = WasDestroyed,
                SessionsToDestroy = HasSessionsToDestroy ? [.. _ended.SelectMany(draft => draft.ToDestroy), .. RenewedBefore(), .. _others] : [],
            };
            return (Draft, marks);
        }
    }

    /// <summary>Applies a completed write. After a creation or renewal, the id is renewed again only if that was requested since.</summary>
    public void OnWritten(SessionWrite write)
    {
        if (write is not UpdateWrite)
        {
            lock (_lock)
            {
                _renewalsDone = write.Marks.RenewalCount;
            }
        }
    }

    /// <summary>Applies the destruction of sessions.</summary>
    public void OnDestroyed(IReadOnlyList<SessionToDestroy> destroyed)
    {
        lock (_lock)
        {
            // A session that turned out not to be stored has nothing left to destroy either.
            foreach (var draft in _ended.Where(draft => draft.ToDestroy.All(session => destroyed.Any(other => other.Id == session.Id))))
            {
                _ended = [.. _ended.Where(other => other != draft)];
                draft.Lease = null;
            }

            _others = [.. _others.Where(session => !destroyed.Any(other => other.Id == session.Id))];
            _destroysRenewed &= !_renewedBefore.All(id => destroyed.Any(other => other.Id == id));
        }
    }

    /// <summary>Discards everything that is marked and not committed, because the request failed.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            if (_ended.LastOrDefault(draft => draft.MayExist) is { } last && Draft.Record is null)
            {
                // The session stays live, and so does its cookie.
                Draft = last;
            }

            WasDestroyed &= !HasSessionsToDestroy;
            _destroysRenewed = false;
            _others = [];
            _renewalsDone = _renewalsWanted;
            _ended = [];
            Draft.DropChanges();
        }
    }

    private IEnumerable<SessionToDestroy> RenewedBefore() => _destroysRenewed ? _renewedBefore.Select(id => new SessionToDestroy(id, Record: null)) : [];
}
