using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>A waiting request that records what is done to its session.</summary>
internal sealed class RecordedRequest : ICommitObserver
{
    private readonly WaitingRequest _request;
    private readonly List<FieldChanges> _commits = [];
    private SessionDraft _draft;
    private TimeSpan? _committedAbsoluteTimeout;
    private SessionChanges _done = SessionChanges.None;

    /// <param name="requests">Sends the request.</param>
    /// <param name="cookies">The Cookie header; null for no cookie.</param>
    /// <param name="policy">The policy of its endpoint; null for the defaults.</param>
    public RecordedRequest(FakeRequests requests, string? cookies, SessionPolicyAttribute? policy)
    {
        var context = requests.Prepare(cookies, policy);
        context.Features.Set<ICommitObserver>(this);
        _request = new WaitingRequest(requests, context);
        _draft = Draft;
        Loaded = Draft.Record;
    }

    public DefaultHttpContext Context => _request.Context;

    public RequestSession Session => _request.Session;

    /// <summary>Gets the session as it was loaded; null if it is new.</summary>
    public SessionRecord? Loaded { get; }

    /// <summary>Gets what was done to the fields, whether committed or not; after the session was destroyed, what was done since.</summary>
    public SessionChanges Changes => DoneTo(Draft).Then(Draft.Fields.GetChanges());

    /// <summary>Gets the field changes of each successful commit so far.</summary>
    public IReadOnlyList<FieldChanges> Commits => _commits;

    public bool WasRenewed => Session.State.WasRenewalRequested;

    public bool WasDestroyed => Session.State.WasDestroyed;

    public string? UserId => Session.UserId;

    public TimeSpan IdleTimeout => Session.IdleTimeout;

    public bool IsPersistent => Session.IsPersistent;

    /// <summary>Gets the session's own idle timeout; null if the application's applies.</summary>
    public TimeSpan? OwnIdleTimeout => Draft.Properties.IdleTimeout;

    /// <summary>Gets the absolute timeout that was set, whether committed or not; null if none was.</summary>
    public TimeSpan? OwnAbsoluteTimeout => Draft.Properties.AbsoluteTimeout ?? _committedAbsoluteTimeout;

    /// <summary>Gets the id of the session in the table, whether stored yet or not.</summary>
    public string TableId => Draft.Id;

    /// <summary>Gets the fields with all changes applied.</summary>
    public IReadOnlyDictionary<string, SessionValue> FieldsAfterChanges =>
        Draft.Fields.GetChanges().ApplyTo(Draft.Record?.Fields ?? new Dictionary<string, SessionValue>());

    private SessionDraft Draft => Session.State.Draft;

    /// <inheritdoc cref="WaitingRequest.EndAsync"/>
    public Task<SessionException?> EndAsync(Exception? thrown) => _request.EndAsync(thrown);

    void ICommitObserver.OnWritten(SessionWrite write)
    {
        Record(write.Marks.Changes);
        _committedAbsoluteTimeout = write.Marks.AbsoluteTimeout ?? _committedAbsoluteTimeout;
        _commits.Add(new FieldChanges(write.Marks.Changes));
    }

    void ICommitObserver.OnDiscarded(SessionChanges changes) => Record(changes);

    private void Record(SessionChanges changes) => (_done, _draft) = (DoneTo(Draft).Then(changes), Draft);

    private SessionChanges DoneTo(SessionDraft draft) => ReferenceEquals(draft, _draft) ? _done : SessionChanges.None;
}
