using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>A user signs out while another of their requests is still running.</summary>
internal static class UndoneSignOuts
{
    /// <returns>How many users are signed in again afterwards, with the same cookie.</returns>
    public static async Task<int> CountAsync(SessionKind kind, int rounds)
    {
        var started = new SemaphoreSlim(0);
        var mayContinue = new SemaphoreSlim(0);
        await using var peer = await PeerApp.StartAsync(kind, app =>
        {
            app.MapPost("/sign-in", (HttpContext context) => context.Session.SetString("user", "ada"));
            app.MapPost("/slow", async (HttpContext context) =>
            {
                await context.Session.LoadAsync();
                started.Release();
                await mayContinue.WaitAsync();
                context.Session.SetString("seen", "yes");
            });
            app.MapPost("/sign-out", (HttpContext context) =>
            {
                if (kind == SessionKind.Dynamo)
                {
                    context.GetDynamoSession().Destroy();
                }
                else
                {
                    context.Session.Clear();
                }
            });
            app.MapGet("/user", (HttpContext context) => context.Session.GetString("user") ?? "none");
        });
        var undone = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var browser = peer.App.NewBrowser();
            await browser.PostAsync("/sign-in");
            await peer.WhenQuietAsync();
            var cookies = new Dictionary<string, string>(browser.Cookies);

            var slow = browser.PostAsync("/slow");
            await started.WaitAsync();
            await browser.PostAsync("/sign-out");
            mayContinue.Release();
            await slow;
            await peer.WhenQuietAsync();

            // A second tab, a copy of the cookie or a thief may still use the earlier cookie.
            foreach (var (name, value) in cookies)
            {
                browser.Cookies[name] = value;
            }

            undone += (await browser.GetAsync("/user")).Text == "ada" ? 1 : 0;
        }

        return undone;
    }
}
