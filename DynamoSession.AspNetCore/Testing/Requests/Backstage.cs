using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.Testing.Tables;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>
/// What a test does by itself, through requests that nobody notes and nothing fails: it stores sessions for later requests, and imagines
/// what should become of one. All of it is over when a method returns, because the table is in memory.
/// </summary>
internal sealed class Backstage(FakeSessionTable table, FaultyTable faulty, InMemorySessionTable memory, ISessionIdentity identity, IServiceProvider services)
{
    private readonly TimeProvider _clock = table.Clock;

    public FakeRequests Requests { get; } = new(services);

    /// <summary>Gets the names of the session's cookie: over https and, where it has another in Development, over plain http.</summary>
    public IReadOnlyList<string> CookieNames { get; } = NamesOf(services.GetRequiredService<SessionCookie>());

    /// <summary>Lets a request change a session, or start one.</summary>
    /// <returns>The browser's cookies afterwards.</returns>
    public BrowserCookies Arrange(BrowserCookies cookies, Action<IDynamoSession> arrange) => Run(() =>
    {
        var context = Requests.Prepare(cookies.HeaderAt(_clock.GetUtcNow()));
        var request = Requests.SendAsync(context, session =>
        {
            SynchronousUse.Run(arrange, session);
            return Task.CompletedTask;
        });

        // It is over, well or not.
        request.GetAwaiter().GetResult();
        return context.Features.Get<SessionFailure>() is { } failure
            ? throw failure.Exception
            : cookies.After(context.Response.Headers.SetCookie, _clock.GetUtcNow());
    });

    /// <summary>Returns the header that leads to the session, whatever the scheme.</summary>
    public string CookieHeaderOf(BrowserCookies cookies)
    {
        // Without those by which own writes are recognised: browsers keep them for seconds, a test for ever.
        var value = cookies[CookieNames[0]]
            ?? throw new InvalidOperationException("Nothing was set, and a session without a field or a user is not stored. Set one.");
        return string.Join("; ", CookieNames.Select(name => $"{name}={value}"));
    }

    /// <summary>Does something to a session that is gone afterwards.</summary>
    /// <param name="copy">What the session starts with; null for a new one.</param>
    /// <param name="policy">What its endpoint does with the session; null for the defaults.</param>
    /// <param name="use">What to do.</param>
    public FakeSession Imagine(SessionRecord? copy, SessionPolicyAttribute? policy, Action<IDynamoSession> use) => Run(() =>
    {
        var secret = identity.NewSecret();
        var id = identity.TableIdOf(secret);
        if (copy is not null)
        {
            memory.CreateAsync(CopyOf(copy, id), CancellationToken.None).GetAwaiter().GetResult();
        }

        var cookies = copy is null ? BrowserCookies.None : BrowserCookies.None.With(CookieNames[0], identity.CookieTextOf(secret));
        var session = new FakeSession(table, cookies, policy);
        session.Start();
        try
        {
            SynchronousUse.Run(use, session);
            return session;
        }
        finally
        {
            // It may have committed: UpdateAsync does.
            memory.DestroyAsync(session.TableId, CancellationToken.None).GetAwaiter().GetResult();
            memory.DestroyAsync(id, CancellationToken.None).GetAwaiter().GetResult();
        }
    });

    private T Run<T>(Func<T> action)
    {
        var outer = faulty.IsBackstage;
        faulty.IsBackstage = true;
        try
        {
            return action();
        }
        finally
        {
            faulty.IsBackstage = outer;
        }
    }

    private static IReadOnlyList<string> NamesOf(SessionCookie cookie)
    {
        var http = new DefaultHttpContext();
        var https = new DefaultHttpContext { Request = { Scheme = "https" } };
        return [.. new[] { cookie.NameFor(https), cookie.NameFor(http) }.Distinct()];
    }

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
