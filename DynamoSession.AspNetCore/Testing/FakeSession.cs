using System.Runtime.ExceptionServices;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// A session for unit tests, without a server or a table: set its fields, pass it to the code under test, then check what was done to it.
/// Pass it with <see cref="CreateHttpContext"/>, or as <c>httpContext.Session = session</c> if the response doesn't matter. It is a session
/// of the real middleware, in a request that waits for the test, on a table in memory: codec, change tracking and conditions are the same as in production.
/// </summary>
/// <remarks>
/// As in a real request, nothing is stored before <see cref="ISession.CommitAsync"/>, the first byte of the response of
/// <see cref="CreateHttpContext"/>, or the end of the request (<see cref="NextRequestAsync"/>); <see cref="Changes"/> contains the changes earlier. It is not thread-safe.
/// </remarks>
public sealed partial class FakeSession : IDynamoSession
{
    private readonly FakeBackend _backend;
    private BrowserCookies _cookies;
    private SessionPolicyAttribute? _policy;
    private RecordedRequest? _request;
    private bool _hasEnded;

    /// <summary>Creates a session that is not stored, as for a request without a cookie.</summary>
    /// <param name="configure">Sets the options, as for <c>AddDynamoSession</c>; for example, the application's serializer options.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system clock.</param>
    public FakeSession(Action<DynamoSessionOptions>? configure = null, TimeProvider? timeProvider = null)
        : this(FakeSessionServices.CreateBackend(configure, timeProvider), BrowserCookies.None, policy: null)
    {
    }

    private FakeSession(FakeBackend backend, BrowserCookies cookies, SessionPolicyAttribute? policy)
    {
        _backend = backend;
        _cookies = cookies;
        _policy = policy;
    }

    /// <summary>Gets the Cookie header of the browser's next request; null if it has no cookie.</summary>
    internal string? CookieHeader => _cookies.HeaderAt(_backend.Clock.GetUtcNow());

    /// <summary>Gets the faults to inject into the table. Before the session is first used, they affect the load, afterwards the commit.</summary>
    public SessionTableFaults Faults => _backend.Faults;

    /// <summary>Gets what was done to the fields in this request, whether committed or not; after <see cref="Destroy"/>, what was done since.</summary>
    public FieldChanges Changes => new(Request.Changes);

    /// <summary>Gets the field changes of each successful commit of this request so far.</summary>
    public IReadOnlyList<FieldChanges> Commits => _request?.Commits ?? [];

    /// <summary>Gets whether <see cref="RenewId"/> was called in this request.</summary>
    public bool WasRenewed => _request?.WasRenewed == true;

    /// <summary>Gets whether <see cref="Destroy"/> was called in this request.</summary>
    public bool WasDestroyed => _request?.WasDestroyed == true;

    private RequestSession Session => Request.Session;

    private RecordedRequest Request => _request ??= Begin();

    /// <summary>Sets a field of the stored session.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, captured now.</param>
    /// <returns>This session, which is no longer new.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly.</exception>
    /// <exception cref="InvalidOperationException">The session has already been used.</exception>
    public FakeSession With<T>(string key, T value) => Arrange(session => session.Set(key, value));

    /// <summary>Sets a field of the stored session.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">The field.</param>
    /// <param name="value">The value, captured now.</param>
    /// <returns>This session, which is no longer new.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly.</exception>
    /// <exception cref="InvalidOperationException">The session has already been used.</exception>
    public FakeSession With<T>(SessionField<T> field, T value) => Arrange(session => session.Set(field, value));

    /// <summary>Binds the stored session to a user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>This session, which is no longer new.</returns>
    /// <exception cref="InvalidOperationException">The session has already been used.</exception>
    public FakeSession SignedInAs(string userId) => Arrange(session => session.UserId = userId);

    /// <summary>Sets the session policy, as <see cref="SessionPolicyAttribute"/> does, because the code under test has no endpoint to read it from.</summary>
    /// <param name="access">How the session is used.</param>
    /// <param name="consistency">
    /// How up to date the loaded session has to be. As everywhere, <see cref="SessionConsistency.ReadYourWrites"/> is a strong read unless
    /// it is also set in the application's options.
    /// </param>
    /// <param name="concurrency">What happens when several requests change the session at the same time.</param>
    /// <returns>This session.</returns>
    /// <exception cref="InvalidOperationException">The session has already been used.</exception>
    public FakeSession WithPolicy(SessionAccess access = default, SessionConsistency consistency = default, SessionConcurrency concurrency = default)
    {
        ThrowIfUsed();
        _policy = new SessionPolicyAttribute(access) { Consistency = consistency, Concurrency = concurrency };
        return this;
    }

    /// <summary>
    /// Creates the context of a request with this session; every call returns the same one. After <see cref="NextRequestAsync"/>, <c>Response.Body</c>
    /// is a <see cref="MemoryStream"/> with what was written; don't replace it before, or the session will not detect the first byte.
    /// </summary>
    /// <param name="requestServices">The value of <c>HttpContext.RequestServices</c>; <see langword="null"/> for little more than logging and options.</param>
    public DefaultHttpContext CreateHttpContext(IServiceProvider? requestServices = null)
    {
        var context = Request.Context;
        context.RequestServices = requestServices ?? context.RequestServices;
        return context;
    }

    /// <summary>
    /// Ends the request as the middleware does when the endpoint returns, with the commit, and begins the same browser's next request.
    /// If called again, it begins another request with the cookies that the browser had then.
    /// </summary>
    /// <param name="thrown">The exception that the code under test has thrown, so that the request fails and nothing more is written; <see langword="null"/> if it has returned.</param>
    /// <returns>The next request's session, which is loaded on first use.</returns>
    /// <exception cref="SessionException">
    /// The commit failed, for which the middleware responds with 503, 409 or 500, or aborts a response that has started. It is thrown once;
    /// call the method again to continue anyway. <paramref name="thrown"/> is not thrown again.
    /// </exception>
    public async Task<FakeSession> NextRequestAsync(Exception? thrown = null)
    {
        if (!_hasEnded)
        {
            var request = Request;
            _hasEnded = true;
            var failure = await request.EndAsync(thrown);
            _cookies = _cookies.After(request.Context.Response.Headers.SetCookie, _backend.Clock.GetUtcNow());
            if (failure is not null && thrown is null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        return new FakeSession(_backend, _cookies, _policy);
    }

    private FakeSession Arrange(Action<IDynamoSession> arrange)
    {
        ThrowIfUsed();
        _cookies = _backend.Backstage.Arrange(_cookies, arrange);
        return this;
    }

    private RecordedRequest Begin()
    {
        var request = new RecordedRequest(_backend.Backstage.Requests, _cookies.HeaderAt(_backend.Clock.GetUtcNow()), _policy);
        request.Context.Features.Set<ISessionFeature>(new FakeSessionFeature(this));
        return request;
    }

    private void ThrowIfUsed()
    {
        if (_request is not null)
        {
            throw new InvalidOperationException(
                "The session has already been used, so it cannot be set up any more. To simulate a change by another request, call Faults.ConflictAtNextCommit().");
        }
    }
}
