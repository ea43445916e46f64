using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What one request knows about its session and has marked: the draft, and whether the session is renewed or destroyed.</summary>
internal sealed class SessionState
{
    private readonly Lock _lock = new();
    private readonly SessionDrafts _drafts;
    private readonly List<SessionDraft> _ended = [];

    // Sessions that continue under another id: a sign-out ends them there.
    private readonly IReadOnlyList<string> _renewedBefore;

    // The session that was loaded, even if another has replaced it since: the lease is on this one.
    private readonly SessionDraft _original;
    private bool _destroysRenewed;

    // Found for another package's cookie when the own session was destroyed.
    private SessionToDestroy? _imported;
    private int _renewalsWanted;
    private int _renewalsDone;

    /// <param name="drafts">Creates drafts.</param>
    /// <param name="loaded">The session that was found for the request's cookies.</param>
    /// <param name="draft">The session.</param>
    /// <param name="isOptimistic">Whether a commit by another request is a conflict for this one.</param>
    public SessionState(SessionDrafts drafts, LoadedSession loaded, SessionDraft draft, bool isOptimistic)
    {
        _drafts = drafts;
        IsOptimistic = isOptimistic;
        JustEnded = loaded.JustEnded;
        WasSignedOut = loaded.WasSignedOut;
        LeadsNowhere = loaded.LeadsNowhere;
        _renewedBefore = loaded.RenewedIds;
        Import = loaded.Import;
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

    /// <summary>Gets what was found for a cookie of another package; null if the request has none, or has an own cookie with a live session.</summary>
    public ImportedSession? Import { get; private set; }

    public bool WasDestroyed { get; private set; }

    /// <summary>Gets whether the session is renewed, or a new one may be created although the request's session has just ended.</summary>
    public bool RenewsId => _renewalsWanted > _renewalsDone;

    /// <summary>Gets whether <see cref="RenewId"/> has been called in this request.</summary>
    public bool WasRenewalRequested => _renewalsWanted > 0;

    /// <summary>Gets whether there are sessions left to destroy.</summary>
    public bool HasSessionsToDestroy => _ended.Count > 0 || _destroysRenewed || _imported is not null;

    /// <summary>Gets whether the request has marked a sign-in, a sign-out or a renewal, which must not be lost without an error.</summary>
    public bool ChangesIdentity => HasSessionsToDestroy || RenewsId || Draft.UserId != Draft.Record?.UserId;

    /// <summary>Gets the exclusive lease that has not been released yet.</summary>
    public SessionLease? HeldLease => _original.Lease;

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
                _ended.Add(Draft);
            }

            Draft = _drafts.New();
        }
    }

    /// <summary>Marks the session of another package's cookie to be destroyed together with this one; otherwise that cookie would bring it back.</summary>
    public void DestroyToo(ImportedSession import)
    {
        lock (_lock)
        {
            Import = import;
            _imported = import.Record is { } record ? new SessionToDestroy(record.Id, record) : null;
        }
    }

    /// <summary>Hands out the marked changes, and the draft that they belong to.</summary>
    /// <param name="requiresLoadedVersion">Whether a commit by another request since the load is a conflict, regardless of the endpoint's policy.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store an object exactly as it is now. Nothing was taken.</exception>
    public (SessionDraft Draft, SessionMarks Marks) Take(bool requiresLoadedVersion)
    {
        lock (_lock)
        {
            // A session that turned out not to be stored need not be destroyed.
            _ended.RemoveAll(draft => draft.ToDestroy.Count == 0);
            var marks = Draft.Take() with
            {
                RequiresLoadedVersion = IsOptimistic || requiresLoadedVersion,
                RenewsId = RenewsId,
                RenewalCount = _renewalsWanted,
                JustEnded = JustEnded,
                WasDestroyed = WasDestroyed,
                SessionsToDestroy = HasSessionsToDestroy ? [.. _ended.SelectMany(draft => draft.ToDestroy), .. RenewedBefore(), .. Imported()] : [],
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
            foreach (var draft in _ended.Where(draft => draft.ToDestroy.All(session => destroyed.Any(other => other.Id == session.Id))).ToArray())
            {
                _ended.Remove(draft);
                draft.Lease = null;
            }

            _imported = destroyed.Any(other => other.Id == _imported?.Id) ? null : _imported;
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
            _imported = null;
            _renewalsDone = _renewalsWanted;
            _ended.Clear();
            Draft.DropChanges();
        }
    }

    private IEnumerable<SessionToDestroy> RenewedBefore() => _destroysRenewed ? _renewedBefore.Select(id => new SessionToDestroy(id, Record: null)) : [];

    private IEnumerable<SessionToDestroy> Imported() => _imported is { } imported ? [imported] : [];
}
