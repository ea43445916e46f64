using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Support.Commits;

/// <summary>A request's session, and what commits it.</summary>
internal sealed class CommittingRequest : ICommitObserver
{
    private readonly CommitBench _bench;
    private readonly List<SessionWrite> _written = [];

    public CommittingRequest(CommitBench bench, LoadedSession loaded, bool isOptimistic)
        : this(bench, loaded, bench.Get<SessionDrafts>().Of(loaded), isOptimistic)
    {
    }

    public CommittingRequest(CommitBench bench, SessionDraft draft)
        : this(bench, LoadedSession.None, draft, isOptimistic: false)
    {
    }

    private CommittingRequest(CommitBench bench, LoadedSession loaded, SessionDraft draft, bool isOptimistic)
    {
        _bench = bench;
        State = new SessionState(bench.Get<SessionDrafts>(), loaded, draft, isOptimistic);
        Committer = new SessionCommitter(State, bench.Get<CommitPlanner>(), bench.Get<CommitExecutor>(), this);
    }

    public SessionState State { get; }

    public SessionDraft Draft => State.Draft;

    public SessionFields Fields => State.Draft.Fields;

    public SessionCommitter Committer { get; }

    /// <summary>Gets the writes that the observer was told of.</summary>
    public IReadOnlyList<SessionWrite> Written => _written;

    /// <summary>Gets the changes that the observer was told are dropped.</summary>
    public SessionChanges? Discarded { get; private set; }

    void ICommitObserver.OnWritten(SessionWrite write) => _written.Add(write);

    void ICommitObserver.OnDiscarded(SessionChanges changes) => Discarded = changes;

    public Task CommitAsync(CommitMoment moment = CommitMoment.BeforeResponse, bool mayStoreCookie = true, Func<bool>? isAbandoned = null) =>
        Committer.CommitAsync(new CommitTerms(moment, mayStoreCookie) { IsAbandoned = isAbandoned }, CancellationToken.None);

    public Task<T> UpdateAsync<T>(string field, Func<T?, T> update, Func<bool>? isAbandoned = null) => _bench.Get<SessionUpdate>().UpdateAsync(
        State,
        Committer,
        new CommitTerms(CommitMoment.Explicit, MayStoreCookie: true) { IsAbandoned = isAbandoned },
        new SessionField<T>(field),
        update,
        CancellationToken.None);
}
