using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>Requests whose save does not complete.</summary>
internal static class EarlyResponses
{
    private static readonly TimeSpan ResponseWait = TimeSpan.FromSeconds(1);

    /// <returns>How many of them get a 200 nevertheless.</returns>
    public static async Task<int> CountAsync(SessionKind kind, int requests)
    {
        await using var peer = await PeerApp.StartAsync(kind, app => app.MapPost("/buy", async (HttpContext context) =>
        {
            context.Session.SetString("paid", "yes");
            context.Response.ContentLength = 6;
            await context.Response.WriteAsync("thanks");
        }));
        var save = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.Link.WritesWaitFor = save.Task;
        var browsers = Enumerable.Range(0, requests).Select(_ => peer.App.NewBrowser()).ToArray();
        var responses = browsers.Select(browser => browser.PostAsync("/buy")).ToArray();
        while (peer.Link.Writes < requests)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        await Task.WhenAny(Task.WhenAll(responses), Task.Delay(ResponseWait, TimeProvider.System));
        var early = responses.Count(response => response is { IsCompletedSuccessfully: true, Result.Status: 200 });

        save.SetResult();
        Assert.That((await Task.WhenAll(responses)).Select(response => response.Status), Has.All.EqualTo(200));
        await peer.WhenQuietAsync();
        Array.ForEach(browsers, browser => browser.Dispose());
        return early;
    }
}
