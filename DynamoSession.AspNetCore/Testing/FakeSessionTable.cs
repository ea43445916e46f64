using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Middleware;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.AspNetCore.Testing.Tables;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// The table of an application under test, in memory: sessions are put into it before a request and looked at afterwards, its calls are
/// noted, and it fails on demand. <see cref="FakeSessionTableExtensions.UseFakeTable"/> registers it; get it from the application's
/// services.
/// </summary>
/// <remarks>
/// What the test does through this class is neither noted nor subject to faults. It may be used by parallel requests and tests. Time is
/// that of the <see cref="TimeProvider"/> in the application's services.
/// </remarks>
public sealed class FakeSessionTable
{
    private readonly InMemorySessionTable _memory;
    private readonly FaultyTable _table;
    private readonly SessionFieldCodec _codec;
    private readonly ISessionIdentity _identity;
    private readonly Lazy<FakeRequests> _requests;
    private readonly Lazy<SessionCookie> _cookie;

    internal FakeSessionTable(IServiceProvider services)
    {
        Clock = services.GetRequiredService<TimeProvider>();
        _identity = services.GetRequiredService<ISessionIdentity>();
        _codec = _identity.CreateCodec(services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value);
        _memory = new InMemorySessionTable(Clock);
        _table = new FaultyTable(_memory, _codec, Faults, Timing, Clock);

        // They need this very table.
        _requests = new(() => new FakeRequests(services));
        _cookie = new(services.GetRequiredService<SessionCookie>);
    }

    /// <summary>Gets what makes the table fail.</summary>
    public SessionTableFaults Faults { get; } = new();

    /// <summary>Gets the application's calls to the table so far, in their order.</summary>
    public IReadOnlyList<SessionTableCall> Calls => _table.Calls;

    /// <summary>Gets the calls that DynamoDB bills as writes, in their order: all but <see cref="SessionTableOperation.Load"/>.</summary>
    public IReadOnlyList<SessionTableCall> Writes => [.. Calls.Where(call => call.IsWrite)];

    internal ISessionTable Table => _table;

    internal FaultTiming Timing { get; } = new();

    internal TimeProvider Clock { get; }

    internal FakeRequests Requests => _requests.Value;

    /// <summary>Forgets the calls so far.</summary>
    public void ForgetCalls() => _table.ForgetCalls();

    /// <summary>Stores a session.</summary>
    /// <param name="arrange">What the session has: fields, a user, a lifetime of its own.</param>
    /// <returns>The Cookie header by which a browser comes back to the session; the same over http and https.</returns>
    /// <exception cref="InvalidOperationException">Nothing was set, and such a session is not stored.</exception>
    public Task<string> SeedAsync(Action<IDynamoSession> arrange)
    {
        ArgumentNullException.ThrowIfNull(arrange);

        // A task all the same, because that is what calls to a table return.
        return Task.FromResult(CookiesOf(Arrange(BrowserCookies.None, arrange)));
    }

    /// <summary>Stores a session that is bound to a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="arrange">What the session has besides.</param>
    /// <returns>The Cookie header by which a browser comes back to the session. Authentication has a cookie of its own.</returns>
    public Task<string> SignInAsync(string userId, Action<IDynamoSession>? arrange = null) => SeedAsync(session =>
    {
        session.UserId = userId;
        arrange?.Invoke(session);
    });

    /// <summary>Reads the session to which a browser's cookies lead.</summary>
    /// <param name="cookieHeader">The Cookie header, for example what <see cref="SeedAsync"/> has returned.</param>
    /// <returns>The session; <see langword="null"/> when they lead to none, because it has ended or got a new id.</returns>
    public async Task<SessionSnapshot?> ReadAsync(string cookieHeader)
    {
        ArgumentNullException.ThrowIfNull(cookieHeader);

        foreach (var name in CookieNames())
        {
            foreach (var secret in _identity.FindSecrets(cookieHeader, name))
            {
                if ((await _memory.LoadAsync(_identity.TableIdOf(secret), consistentRead: true, CancellationToken.None)).Record is { } record)
                {
                    return Show(record);
                }
            }
        }

        return null;
    }

    /// <summary>Reads the session as a browser would find it after a response: by the cookie that the response sets, else by the request's.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The session; <see langword="null"/> when there is none.</returns>
    public Task<SessionSnapshot?> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);

        StringValues set = response.Headers.TryGetValues("Set-Cookie", out var setCookies) ? setCookies.ToArray() : StringValues.Empty;
        var setsOurs = set.Any(header => CookieNames().Any(name => header!.StartsWith(name + "=", StringComparison.Ordinal)));
        var sent = response.RequestMessage?.Headers.TryGetValues("Cookie", out var cookies) == true ? string.Join("; ", cookies) : "";
        return ReadAsync(setsOurs ? BrowserCookies.None.After(set, Clock.GetUtcNow()).HeaderAt(Clock.GetUtcNow()) ?? "" : sent);
    }

    /// <summary>Reads all live sessions, in no particular order.</summary>
    public async Task<IReadOnlyList<SessionSnapshot>> ListAsync() => [.. (await _table.ListAsync(CancellationToken.None)).Select(Show)];

    /// <summary>Lets a request change a session that is about to be used; at once, since the table is in memory.</summary>
    internal BrowserCookies Arrange(BrowserCookies cookies, Action<IDynamoSession> arrange) => Backstage(() =>
    {
        var context = Requests.Prepare(cookies.HeaderAt(Clock.GetUtcNow()));
        var request = Requests.SendAsync(context, session =>
        {
            arrange(session);
            return Task.CompletedTask;
        });

        // It is over, well or not.
        request.GetAwaiter().GetResult();
        return context.Features.Get<SessionFailure>() is { } failure
            ? throw failure.Exception
            : cookies.After(context.Response.Headers.SetCookie, Clock.GetUtcNow());
    });

    /// <summary>Does something to a session that nobody else sees.</summary>
    /// <param name="copy">What the session starts with; null for a new one.</param>
    /// <param name="policy">What its endpoint does with the session; null for the defaults.</param>
    /// <param name="use">What to do.</param>
    internal FakeSession Imagine(SessionRecord? copy, SessionPolicyAttribute? policy, Action<IDynamoSession> use) => Backstage(() =>
    {
        var secret = copy is null ? null : _identity.NewSecret();
        var cookies = secret is null ? BrowserCookies.None : BrowserCookies.None.With(CookieNames()[0], _identity.CookieTextOf(secret));
        var id = secret is null ? null : _identity.TableIdOf(secret);
        if (id is not null)
        {
            _memory.CreateAsync(CopyOf(copy!, id), CancellationToken.None).GetAwaiter().GetResult();
        }

        var session = new FakeSession(this, cookies, policy);
        session.Start();
        try
        {
            use(session);
            return session;
        }
        finally
        {
            // It may have committed: UpdateAsync does.
            End(session.TableId);
            End(id);
        }
    });

    private void End(string? id)
    {
        if (id is not null)
        {
            _memory.DestroyAsync(id, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private T Backstage<T>(Func<T> action)
    {
        _table.IsBackstage = true;
        try
        {
            return action();
        }
        finally
        {
            _table.IsBackstage = false;
        }
    }

    private string CookiesOf(BrowserCookies cookies)
    {
        var header = cookies.HeaderAt(Clock.GetUtcNow())
            ?? throw new InvalidOperationException("Nothing was set, and a session without a field or a user is not stored. Set one.");
        var names = CookieNames();
        return names.Count == 1 ? header : $"{header}; {names[1]}={cookies[names[0]]}";
    }

    // In Development, over plain http, it has another.
    private IReadOnlyList<string> CookieNames()
    {
        var http = new DefaultHttpContext();
        var https = new DefaultHttpContext { Request = { Scheme = "https" } };
        return [.. new[] { _cookie.Value.NameFor(https), _cookie.Value.NameFor(http) }.Distinct()];
    }

    private SessionSnapshot Show(SessionRecord record) => new(this, record, _codec);

    private static SessionCreation CopyOf(SessionRecord record, string id) => new()
    {
        Id = id,
        Fields = record.Fields,
        CreatedAt = record.CreatedAt,
        // It is to be there, however late the test looks.
        ExpiresAt = DateTimeOffset.MaxValue,
        AbsoluteExpiresAt = null,
        IdleTimeout = record.IdleTimeout,
        UserId = record.UserId,
        IsPersistent = record.IsPersistent,
        Version = record.Version,
    };
}
