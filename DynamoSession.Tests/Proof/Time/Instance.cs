using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Proof.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>One instance of an application, with its own clock.</summary>
internal sealed class Instance : IDisposable
{
    private readonly InProcessApp _app;

    public Instance(ISessionTable table, TimeProvider clock, Action<DynamoSessionOptions>? configure = null)
    {
        Table = new CountingTable(table);
        _app = new InProcessApp(Table, clock, configure);
    }

    public CountingTable Table { get; }

    /// <summary>Sends a request with the browser's cookies, and stores the cookies of the response.</summary>
    public Task<InProcessAnswer> SendAsync(CookieJar browser, Action<IDynamoSession> endpoint) => SendAsync(browser, session =>
    {
        endpoint(session);
        return Task.CompletedTask;
    });

    /// <summary>Sends a request with the browser's cookies, and stores the cookies of the response.</summary>
    public async Task<InProcessAnswer> SendAsync(CookieJar browser, Func<IDynamoSession, Task> endpoint)
    {
        var response = await _app.SendAsync(browser.Header, context => endpoint(context.GetDynamoSession()));
        browser.Take(response.SetCookies);
        return response;
    }

    /// <summary>Sends a request that uses the session, if there is one.</summary>
    /// <returns>Whether there was a session.</returns>
    public async Task<bool> UseAsync(CookieJar browser)
    {
        var hasSession = false;
        await SendAsync(browser, session => hasSession = !session.IsNew);
        return hasSession;
    }

    /// <summary>Returns whether the session is live. Reads the table directly, so that nothing is extended.</summary>
    public async Task<bool> IsLiveAsync(string cookie) =>
        (await Table.LoadAsync(SessionId.PublicIdOf(cookie), consistentRead: true, CancellationToken.None)).Status == SessionLoadStatus.Live;

    public void Dispose() => _app.Dispose();
}
