using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Proof.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>An application by one clock, and what a browser gets from it.</summary>
internal sealed class Instance : IDisposable
{
    private readonly InProcessApp _app;

    public Instance(ISessionTable table, TimeProvider clock, Action<DynamoSessionOptions>? configure = null)
    {
        Table = new CountingTable(table);
        _app = new InProcessApp(Table, clock, configure);
    }

    public CountingTable Table { get; }

    /// <summary>Sends a request with the browser's cookies, and keeps those of the answer.</summary>
    public Task<InProcessAnswer> SendAsync(CookieJar browser, Action<IDynamoSession> endpoint) => SendAsync(browser, session =>
    {
        endpoint(session);
        return Task.CompletedTask;
    });

    /// <summary>Sends a request with the browser's cookies, and keeps those of the answer.</summary>
    public async Task<InProcessAnswer> SendAsync(CookieJar browser, Func<IDynamoSession, Task> endpoint)
    {
        var answer = await _app.SendAsync(browser.Header, context => endpoint(context.GetDynamoSession()));
        browser.Take(answer.SetCookies);
        return answer;
    }

    /// <summary>Sends a request that uses the session, if there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> UseAsync(CookieJar browser)
    {
        var isThere = false;
        await SendAsync(browser, session => isThere = !session.IsNew);
        return isThere;
    }

    /// <summary>Asks the table, past the pipeline, so that nothing is extended.</summary>
    public async Task<bool> LivesAsync(string cookie) =>
        (await Table.LoadAsync(SessionId.PublicIdOf(cookie), consistentRead: true, CancellationToken.None)).Status == SessionLoadStatus.Live;

    public void Dispose() => _app.Dispose();
}
