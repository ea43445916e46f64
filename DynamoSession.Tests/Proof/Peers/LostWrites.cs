using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>Parallel requests of one browser, each of which sets its own field.</summary>
internal static class LostWrites
{
    /// <returns>How many fields are missing afterwards.</returns>
    public static async Task<int> CountAsync(SessionKind kind, int rounds, int parallel)
    {
        await using var peer = await PeerApp.StartAsync(kind, app =>
        {
            app.MapPost("/set/{field}", async (HttpContext context, string field) =>
            {
                await context.Session.LoadAsync();
                context.Session.SetString(field, "here");
            });
            app.MapGet("/fields", (HttpContext context) => context.Session.Keys);
        });
        peer.Link.Latency = TimeSpan.FromMilliseconds(50);
        var lost = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var browser = peer.App.NewBrowser();
            await browser.PostAsync("/set/first");
            await peer.WhenQuietAsync();

            var fields = Enumerable.Range(0, parallel).Select(number => $"field-{number}").ToArray();
            var responses = await Task.WhenAll(fields.Select(field => browser.PostAsync($"/set/{field}")));
            await peer.WhenQuietAsync();

            Assert.That(responses.Select(response => response.Status), Has.All.EqualTo(200));
            var stored = (await browser.GetAsync("/fields")).Text;
            lost += fields.Count(field => !stored.Contains($"\"{field}\"", StringComparison.Ordinal));
        }

        return lost;
    }
}
