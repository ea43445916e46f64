using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.AspNetCore.Testing.Tables;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>
/// What a test does itself, through requests that are not recorded and not affected by faults: storing sessions for later requests, and
/// simulating the expected outcome of one. Everything is complete when a method returns, because the table is in memory.
/// </summary>
internal sealed class Backstage(FaultyTable faulty, InMemorySessionTable memory, ISessionIdentity identity, TimeProvider clock, IServiceProvider services)
{
    public FakeRequests Requests { get; } = new(services);

    /// <summary>Gets the names of the session's cookie: for https and, if it has a different name in Development, for plain http.</summary>
    public IReadOnlyList<string> CookieNames { get; } = NamesOf(services.GetRequiredService<SessionCookie>());

    /// <summary>Runs a request that changes a session, or creates one.</summary>
    /// <returns>The browser's cookies afterwards.</returns>
    public BrowserCookies Arrange(BrowserCookies cookies, Action<IDynamoSession> arrange) => Run(() =>
    {
        var context = Requests.Prepare(cookies.HeaderAt(clock.GetUtcNow()));
        var request = Requests.SendAsync(context, session =>
        {
            SynchronousUse.Run(arrange, session);
            return Task.CompletedTask;
        });

        // The request has ended, successfully or not.
        request.GetAwaiter().GetResult();
        return context.Features.Get<SessionFailure>() is { } failure
            ? throw failure.Exception
            : cookies.After(context.Response.Headers.SetCookie, clock.GetUtcNow());
    });

    /// <summary>Returns the Cookie header that leads to the session, for both schemes.</summary>
    public string CookieHeaderOf(BrowserCookies cookies)
    {
        // Without the cookies by which own writes are recognized: browsers keep them for seconds, but a test would keep them forever.
        var value = cookies[CookieNames[0]]
            ?? throw new InvalidOperationException("Nothing was set, and a session without a field or a user is not stored. Set a field or the user.");
        return string.Join("; ", CookieNames.Select(name => $"{name}={value}"));
    }

    /// <summary>Applies changes to a session that is discarded afterwards.</summary>
    /// <param name="copy">The session to copy; null for a new one.</param>
    /// <param name="policy">The policy of its endpoint; null for the defaults.</param>
    /// <param name="use">The changes.</param>
    public RecordedRequest Simulate(SessionRecord? copy, SessionPolicyAttribute? policy, Action<IDynamoSession> use) => Run(() =>
    {
        var secret = identity.NewSecret();
        var id = identity.TableIdOf(secret);
        if (copy is not null)
        {
            memory.CreateAsync(CopyOf(copy, id), CancellationToken.None).GetAwaiter().GetResult();
        }

        var cookies = copy is null ? BrowserCookies.None : BrowserCookies.None.With(CookieNames[0], identity.CookieTextOf(secret));
        var request = new RecordedRequest(Requests, cookies.HeaderAt(clock.GetUtcNow()), policy);
        try
        {
            SynchronousUse.Run(use, request.Session);
            return request;
        }
        finally
        {
            // The session may have been stored, for example by UpdateAsync.
            memory.DestroyAsync(request.TableId, CancellationToken.None).GetAwaiter().GetResult();
            memory.DestroyAsync(id, CancellationToken.None).GetAwaiter().GetResult();
        }
    });

    /// <summary>Returns what another request would do to a session.</summary>
    public CompetingCommit Compete(SessionRecord record, Action<IDynamoSession> use)
    {
        var request = Simulate(record, policy: null, use);
        return new CompetingCommit(request.WasDestroyed || request.WasRenewed, request.Changes, request.IdleTimeout, request.OwnIdleTimeout, request.UserId);
    }

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
        // It must not have expired, however late the test looks.
        ExpiresAt = DateTimeOffset.MaxValue,
        AbsoluteExpiresAt = null,
        IdleTimeout = record.IdleTimeout,
        UserId = record.UserId,
        Description = record.Description,
        IsPersistent = record.IsPersistent,
        Ticket = record.Ticket,
        Version = record.Version,
    };
}
