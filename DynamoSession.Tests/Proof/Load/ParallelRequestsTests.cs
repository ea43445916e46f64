using System.Diagnostics;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Proof.Peers;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>Very many requests at once, on a slow table.</summary>
[Category(ProofRun.Category)]
[NonParallelizable]
public sealed class ParallelRequestsTests
{
    private static readonly int Requests = ProofRun.Count(small: 250, ci: 1_000, @long: 4_000);

    // Microsoft's session blocks a thread for each load, and the pool adds only a few a second.
    private static readonly int PeerRequests = ProofRun.Count(small: 40, ci: 100, @long: 100);

    // The pool adds a few threads by itself whenever there is work.
    private const int MaxGrowth = 8;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task Waiting_for_the_table_blocks_no_thread()
    {
        var (growth, duration, committed) = await RunAsync();
        var peerGrowth = await RunPeerAsync();

        await TestContext.Out.WriteLineAsync($"{Requests} parallel requests, each a load and a commit of {Latency.TotalMilliseconds} ms: completed in {duration.TotalSeconds:0.0} s.");
        await TestContext.Out.WriteLineAsync($"Growth of the thread pool: {growth} threads; with Microsoft's session and {PeerRequests} requests: {peerGrowth}.");
        Assert.Multiple(() =>
        {
            Assert.That(committed, Is.EqualTo(Requests));
            Assert.That(duration, Is.LessThan(TimeSpan.FromSeconds(20)));
            Assert.That(growth, Is.LessThanOrEqualTo(MaxGrowth));
            Assert.That(peerGrowth, Is.GreaterThan(MaxGrowth), "The watch would not have detected blocked threads.");
        });
    }

    /// <returns>The number of threads added, the duration, and the number of sessions that hold what their request wrote.</returns>
    private static async Task<(int Growth, TimeSpan Duration, int Committed)> RunAsync()
    {
        // A minute, so that a load that is held until all have arrived does not time out.
        await using var peer = await PeerApp.StartAsync(SessionKind.Dynamo, MapCount, options => options.IOTimeout = TimeSpan.FromMinutes(1));
        var secrets = await CreateSessionsAsync(peer.App.Services.GetRequiredService<ISessionTable>());
        using var browser = peer.App.NewBrowser();
        await CountAsync(browser, secrets[Requests..]);

        peer.Link.Latency = Latency;
        peer.Link.HoldUntilInFlight(Requests);
        await using var threads = new ThreadWatch();
        var start = Stopwatch.GetTimestamp();
        var responses = await CountAsync(browser, secrets[..Requests]);
        var duration = Stopwatch.GetElapsedTime(start);
        var growth = threads.Growth;

        Assert.That(peer.Link.MaxInFlight, Is.GreaterThanOrEqualTo(Requests), "The requests did not run in parallel.");
        Assert.That(responses.Select(response => response.Status), Has.All.EqualTo(200));
        peer.Link.Latency = TimeSpan.Zero;
        var committed = (await CountAsync(browser, secrets[..Requests])).Count(response => response.Text == "2");
        return (growth, duration, committed);
    }

    private static async Task<int> RunPeerAsync()
    {
        await using var peer = await PeerApp.StartAsync(SessionKind.Microsoft, MapCount);
        using var browser = peer.App.NewBrowser();
        await browser.PostAsync("/count");
        peer.Link.Latency = Latency;

        await using var threads = new ThreadWatch();
        await Task.WhenAll(Enumerable.Range(0, PeerRequests).Select(_ => browser.PostAsync("/count")));
        var growth = threads.Growth;
        await peer.WhenQuietAsync();
        return growth;
    }

    private static void MapCount(WebApplication app) => app.MapPost("/count", (HttpContext context) =>
    {
        var count = (context.Session.GetInt32("count") ?? 0) + 1;
        context.Session.SetInt32("count", count);
        return count;
    });

    /// <summary>Creates the sessions directly in the table, and some more for the warm-up.</summary>
    private static async Task<string[]> CreateSessionsAsync(ISessionTable table)
    {
        var now = TimeProvider.System.GetUtcNow();
        var secrets = Enumerable.Range(0, Requests + 200).Select(_ => SessionId.NewSecret()).ToArray();
        foreach (var secret in secrets)
        {
            await table.CreateAsync(
                new SessionCreation
                {
                    Id = SessionId.PublicIdOf(secret),
                    Fields = new Dictionary<string, SessionValue>(),
                    CreatedAt = now,
                    ExpiresAt = now.AddMinutes(20),
                    AbsoluteExpiresAt = null,
                },
                CancellationToken.None);
        }

        return secrets;
    }

    private static Task<Answer[]> CountAsync(Browser browser, string[] secrets) => Task.WhenAll(secrets.Select(async secret =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/count");
        request.Headers.Add("Cookie", $"{SessionApp.CookieName}={secret}");
        return await browser.SendAsync(request);
    }));
}
