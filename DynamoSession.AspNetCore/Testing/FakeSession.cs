using System.Runtime.ExceptionServices;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// A session for unit tests, without a server or a table: give it fields, hand it to the code under test, then ask what was done to it.
/// <see cref="CreateHttpContext"/>, or <c>httpContext.Session = session</c> where no response matters. It is a session of the real middleware, in a request that
/// waits for the test, on a table in memory: codec, change log and conditions are those of production.
/// </summary>
/// <remarks>
/// As with a real request, nothing is stored before <see cref="ISession.CommitAsync"/>, the first byte of the response of
/// <see cref="CreateHttpContext"/>, or the request's end (<see cref="NextRequestAsync"/>); <see cref="Changes"/> has it all the same. Not for use by several threads at once.
/// </remarks>
public sealed partial class FakeSession : IDynamoSession
{
    private readonly FakeSessionTable _table;
    private readonly List<FieldChanges> _commits = [];
    private BrowserCookies _cookies;
    private SessionPolicyAttribute? _policy;
    private WaitingRequest? _request;
    private SessionRecord? _loaded;
    private SessionChanges _done = SessionChanges.None;
    private bool _hasEnded;

    /// <summary>Starts without a stored session, as a request without a cookie does.</summary>
    /// <param name="configure">Sets the options, as for <c>AddDynamoSession</c>; for example the application's serializer options.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    public FakeSession(Action<DynamoSessionOptions>? configure = null, TimeProvider? timeProvider = null)
        : this(FakeSessionServices.CreateTable(configure, timeProvider), BrowserCookies.None, policy: null)
    {
    }

    internal FakeSession(FakeSessionTable table, BrowserCookies cookies, SessionPolicyAttribute? policy)
    {
        _table = table;
        _cookies = cookies;
        _policy = policy;
    }

    /// <summary>Gets the Cookie header of the browser's next request; null for none.</summary>
    internal string? CookieHeader => _cookies.HeaderAt(_table.Clock.GetUtcNow());

    /// <summary>Gets what makes the table fail. Before the session's first use it fails the load, afterwards the commit.</summary>
    public SessionTableFaults Faults => _table.Faults;

    /// <summary>Gets what was done to the fields in this request, committed or not; after <see cref="Destroy"/>, what was done since.</summary>
    public FieldChanges Changes => new(_done.Then(Draft.Fields.GetChanges()));

    /// <summary>Gets the field changes of each commit of this request that has succeeded so far.</summary>
    public IReadOnlyList<FieldChanges> Commits => _commits;

    /// <summary>Gets whether <see cref="RenewId"/> was called in this request.</summary>
    public bool WasRenewed { get; private set; }

    /// <summary>Gets whether <see cref="Destroy"/> was called in this request.</summary>
    public bool WasDestroyed { get; private set; }

    /// <summary>Gets the session's own idle timeout; null where the application's applies.</summary>
    internal TimeSpan? OwnIdleTimeout => Draft.OwnIdleTimeout;

    /// <summary>Gets the id by which the table knows the session, or will.</summary>
    internal string TableId => Draft.Id;

    private RequestSession Session => Request.Session;

    private SessionDraft Draft => Session.State.Draft;

    private WaitingRequest Request => _request ??= Begin();

    /// <summary>Gives the stored session a field.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value as it is at this moment.</param>
    /// <returns>This session, which is not new any more.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the value exactly.</exception>
    /// <exception cref="InvalidOperationException">The session has been used already.</exception>
    public FakeSession With<T>(string key, T value) => Arrange(session => session.Set(key, value));

    /// <summary>Gives the stored session a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">The field.</param>
    /// <param name="value">The value as it is at this moment.</param>
    /// <returns>This session, which is not new any more.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the value exactly.</exception>
    /// <exception cref="InvalidOperationException">The session has been used already.</exception>
    public FakeSession With<T>(SessionField<T> field, T value) => Arrange(session => session.Set(field, value));

    /// <summary>Binds the stored session to a user.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>This session, which is not new any more.</returns>
    /// <exception cref="InvalidOperationException">The session has been used already.</exception>
    public FakeSession SignedInAs(string userId) => Arrange(session => session.UserId = userId);

    /// <summary>Says what the endpoint does with the session, as <see cref="SessionPolicyAttribute"/> does. The code under test has no endpoint from which it could be read.</summary>
    /// <param name="access">How the session is used.</param>
    /// <param name="consistency">
    /// How current it has to be. As everywhere, <see cref="SessionConsistency.ReadYourWrites"/> is a strong read unless the application's
    /// options say it, too.
    /// </param>
    /// <param name="concurrency">What happens when several requests change the session at the same time.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">The session has been used already.</exception>
    public FakeSession WithPolicy(SessionAccess access = default, SessionConsistency consistency = default, SessionConcurrency concurrency = default)
    {
        ThrowIfUsed();
        _policy = new SessionPolicyAttribute(access) { Consistency = consistency, Concurrency = concurrency };
        return this;
    }

    /// <summary>
    /// Prepares a request whose session this is. The same one at each call. After <see cref="NextRequestAsync"/>, <c>Response.Body</c>
    /// is a <see cref="MemoryStream"/> with what was written; do not replace it before, or the session will not see the first byte.
    /// </summary>
    /// <param name="requestServices">What <c>HttpContext.RequestServices</c> is; <see langword="null"/> for little more than logging and options.</param>
    public DefaultHttpContext CreateHttpContext(IServiceProvider? requestServices = null)
    {
        var context = Request.Context;
        context.RequestServices = requestServices ?? context.RequestServices;
        return context;
    }

    /// <summary>
    /// Ends the request as the middleware does when the endpoint returns, with the commit, and begins the same browser's next one.
    /// Called again, it begins another from where the browser was then.
    /// </summary>
    /// <param name="thrown">What the code under test has thrown, so that the request fails and nothing more is written; <see langword="null"/> when it has returned.</param>
    /// <returns>The next request's session, which is loaded when it is first used.</returns>
    /// <exception cref="SessionException">
    /// The commit failed, for which the middleware answers 503, 409 or 500, or aborts a response that has started. Thrown once; call again
    /// to go on all the same. What was <paramref name="thrown"/> is not thrown again.
    /// </exception>
    public async Task<FakeSession> NextRequestAsync(Exception? thrown = null)
    {
        if (!_hasEnded)
        {
            var request = Request;
            _hasEnded = true;
            var failure = await request.EndAsync(thrown);
            _cookies = _cookies.After(request.Context.Response.Headers.SetCookie, _table.Clock.GetUtcNow());
            if (failure is not null && thrown is null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        return new FakeSession(_table, _cookies, _policy);
    }

    /// <summary>Begins the request, which otherwise begins when the session is first used.</summary>
    internal void Start() => _ = Request;

    /// <summary>Returns the fields as they are after all that was done to them.</summary>
    internal IReadOnlyDictionary<string, SessionValue> FieldsAfterChanges()
    {
        var draft = Draft;
        return draft.Fields.GetChanges().ApplyTo(draft.Record?.Fields ?? new Dictionary<string, SessionValue>());
    }

    private FakeSession Arrange(Action<IDynamoSession> arrange)
    {
        ThrowIfUsed();
        _cookies = _table.Backstage.Arrange(_cookies, arrange);
        return this;
    }

    private WaitingRequest Begin()
    {
        var context = _table.Backstage.Requests.Prepare(_cookies.HeaderAt(_table.Clock.GetUtcNow()), _policy);
        context.Features.Set<ICommitObserver>(new Observer(this));
        var request = new WaitingRequest(_table.Backstage.Requests, context);
        request.Context.Features.Set<ISessionFeature>(new DynamoSessionFeature(this));
        _loaded = request.Session.State.Draft.Record;
        return request;
    }

    private void ThrowIfUsed()
    {
        if (_request is not null)
        {
            throw new InvalidOperationException(
                "The session has been used already, so it cannot be arranged any more. For what another request does meanwhile there is Faults.ConflictAtNextCommit().");
        }
    }

    private sealed class Observer(FakeSession session) : ICommitObserver
    {
        public void Written(SessionWrite write)
        {
            session._done = session._done.Then(write.Marks.Changes);
            session._commits.Add(new FieldChanges(write.Marks.Changes));
        }

        public void Discarded(SessionChanges changes) => session._done = session._done.Then(changes);
    }
}
