using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>Requests whose save fails.</summary>
internal static class HiddenFailures
{
    /// <returns>How many of them get a 200 although nothing was stored.</returns>
    public static async Task<int> CountAsync(SessionKind kind, int requests)
    {
        await using var peer = await PeerApp.StartAsync(kind, app =>
        {
            app.MapPost("/buy", (HttpContext context) => context.Session.SetString("paid", "yes"));
            app.MapGet("/paid", (HttpContext context) => context.Session.GetString("paid") ?? "no");
        });
        var hidden = 0;
        for (var request = 0; request < requests; request++)
        {
            using var browser = peer.App.NewBrowser();
            peer.Link.LosesWrites = true;
            var response = await browser.PostAsync("/buy");
            await peer.WhenQuietAsync();

            peer.Link.LosesWrites = false;
            var stored = (await browser.GetAsync("/paid")).Text;
            Assert.That(stored, Is.EqualTo("no"));
            hidden += response.Status == 200 ? 1 : 0;
        }

        return hidden;
    }
}
