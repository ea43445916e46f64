using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>All that one request knows of its session and has marked: the draft, and what becomes of the session as a whole.</summary>
internal sealed class SessionState
{
    private readonly Lock _lock = new();
    private readonly SessionDrafts _drafts;
    private readonly List<SessionDraft> _ended = [];

    // The one that was loaded, whatever has taken its place since: a lease is on it.
    private readonly SessionDraft _original;
    private int _renewalsWanted;
    private int _renewalsDone;

    /// <param name="drafts">Starts drafts.</param>
    /// <param name="loaded">What the request's cookie led to.</param>
    /// <param name="draft">The session.</param>
    /// <param name="isOptimistic">Whether a commit by another request refuses those of this one.</param>
    public SessionState(SessionDrafts drafts, LoadedSession loaded, SessionDraft draft, bool isOptimistic)
    {
        _drafts = drafts;
        IsOptimistic = isOptimistic;
        WasDead = loaded.WasDead;
        Import = loaded.Import;
        Draft = _original = draft;
    }

    /// <summary>Gets the session as it is to be stored; after <see cref="Destroy"/> the one that may start then.</summary>
    public SessionDraft Draft { get; private set; }

    /// <summary>Gets whether a commit by another request refuses those of this one.</summary>
    public bool IsOptimistic { get; }

    /// <summary>Gets whether the request came with the id of a session that had just been ended.</summary>
    public bool WasDead { get; }

    /// <summary>Gets what a cookie that is not ours led to; null when the request had none, or one of ours that led to a session.</summary>
    public ImportedSession? Import { get; }

    public bool WasDestroyed { get; private set; }

    /// <summary>Gets whether the session is to get a new id, or the request may start a new one although its old one is dead.</summary>
    public bool RenewsId => _renewalsWanted > _renewalsDone;

    /// <summary>Gets whether sessions are still to be ended.</summary>
    public bool HasEnds => _ended.Count > 0;

    /// <summary>Gets the exclusive lease that has not been given back yet.</summary>
    public SessionLease? HeldLease => _original.Lease;

    public void RenewId()
    {
        lock (_lock)
        {
            _renewalsWanted++;
        }
    }

    /// <summary>Marks the session to be ended. What is set afterwards starts a new one.</summary>
    public void Destroy()
    {
        lock (_lock)
        {
            WasDestroyed = true;
            if (Draft.MayExist)
            {
                _ended.Add(Draft);
            }

            Draft = _drafts.New();
        }
    }

    /// <summary>Hands out what was marked, and the draft of which it is.</summary>
    /// <param name="requiresLoadedVersion">Whether a commit by another request since the load refuses this one, whatever the endpoint says.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot hold exactly what an object has become. Nothing was taken.</exception>
    public (SessionDraft Draft, SessionMarks Marks) Take(bool requiresLoadedVersion)
    {
        lock (_lock)
        {
            // What turned out not to have been stored needs no end.
            _ended.RemoveAll(draft => draft.Remains.Count == 0);
            var marks = Draft.Take() with
            {
                RequiresLoadedVersion = IsOptimistic || requiresLoadedVersion,
                RenewsId = RenewsId,
                RenewalCount = _renewalsWanted,
                WasDead = WasDead,
                Ends = _ended.Count == 0 ? [] : [.. _ended.SelectMany(draft => draft.Remains)],
            };
            return (Draft, marks);
        }
    }

    /// <summary>Learns that the session was written. One that starts, or gets a new id, needs another only if that was asked for since.</summary>
    public void Written(SessionWrite write)
    {
        if (write is not UpdateWrite)
        {
            lock (_lock)
            {
                _renewalsDone = write.Marks.RenewalCount;
            }
        }
    }

    /// <summary>Learns which sessions have been ended.</summary>
    public void Ended(IReadOnlyList<EndedSession> ended)
    {
        lock (_lock)
        {
            foreach (var draft in _ended.Where(draft => draft.Remains.All(remains => ended.Any(other => other.Id == remains.Id))).ToArray())
            {
                _ended.Remove(draft);
                draft.Lease = null;
            }
        }
    }

    /// <summary>Drops all that was marked and is not committed, because the request failed.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            if (_ended.LastOrDefault(draft => draft.MayExist) is { } last && Draft.Record is null)
            {
                // It lives on, and so does its cookie.
                Draft = last;
            }

            WasDestroyed &= _ended.Count == 0;
            _renewalsDone = _renewalsWanted;
            _ended.Clear();
            Draft.DropChanges();
        }
    }
}
