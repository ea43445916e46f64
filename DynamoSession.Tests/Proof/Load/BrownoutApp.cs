using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>An application whose sessions hold a mark of every request that wrote, on a table that can have a brownout.</summary>
internal sealed class BrownoutApp : IAsyncDisposable
{
    private const int TouchSkippedEvent = 23;

    private readonly SessionFieldCodec _codec = new(SessionFieldCodec.CreateDefaultOptions());
    private readonly SessionApp _app;
    private readonly Browser[] _browsers;

    private BrownoutApp(SessionApp app, Brownout brownout, int shoppers)
    {
        _app = app;
        Brownout = brownout;
        _browsers = [.. Enumerable.Range(0, shoppers).Select(_ => app.NewBrowser())];
    }

    public Brownout Brownout { get; }

    /// <summary>Gets the number of touches that were skipped.</summary>
    public int SkippedTouches => _app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == TouchSkippedEvent);

    /// <param name="isOnEngine">Whether the table is on DynamoDB Local; otherwise it is in memory.</param>
    /// <param name="shoppers">The number of users, each with one session.</param>
    /// <param name="ioTimeout">The option <c>IOTimeout</c>.</param>
    public static async Task<BrownoutApp> StartAsync(bool isOnEngine, int shoppers, TimeSpan ioTimeout)
    {
        var brownout = new Brownout();
        var link = new StoreLink();
        SessionApp app;
        if (isOnEngine)
        {
            app = await SessionApp.StartAsync(Map, SetOptions, builder => RemoteTable.Insert(builder.Services, link));
            brownout.InjectFailures(link, app.Wire);
        }
        else
        {
            app = await SessionApp.StartInMemoryAsync(Map, SetOptions, builder => RemoteTable.Insert(builder.Services, link));
            brownout.InjectFailures(link);
        }

        var started = new BrownoutApp(app, brownout, shoppers);
        await Task.WhenAll(started._browsers.Select(browser => browser.PostAsync("/mark", "first")));
        return started;

        void SetOptions(DynamoSessionOptions options)
        {
            options.IOTimeout = ioTimeout;

            // So that there are touches to skip.
            options.TouchAfter = TimeSpan.FromSeconds(1);
        }
    }

    /// <summary>Sends a request for the next shopper. Half of the requests write.</summary>
    public async Task<PacedRequest> SendAsync(int number, TimeSpan sentAt)
    {
        var shopper = number % _browsers.Length;
        var mark = Random.Shared.Next(2) == 0 ? number.ToString(CultureInfo.InvariantCulture) : null;
        var start = TimeProvider.System.GetTimestamp();
        var response = mark is null ? await _browsers[shopper].GetAsync("/read") : await _browsers[shopper].PostAsync("/mark", mark);
        return new PacedRequest(shopper, mark, sentAt, TimeProvider.System.GetElapsedTime(start), response.Status);
    }

    /// <returns>The shopper's marks and their count, as stored.</returns>
    public async Task<(string[] Marks, long Count)> StoredAsync(int shopper)
    {
        var id = SessionId.PublicIdOf(_browsers[shopper].SessionCookie!);
        var stored = await _app.Services.GetRequiredService<ISessionTable>().LoadAsync(id, consistentRead: true, CancellationToken.None);
        var fields = stored.Record!.Fields;
        return (_codec.Decode<string[]>("marks", fields["marks"])![1..], _codec.Decode<long>("count", fields["count"]) - 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            browser.Dispose();
        }

        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.UseDynamoSession();
        app.MapGet("/read", (HttpContext context) => context.Session.Get<long>("count"));
        app.MapPost("/mark", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            context.Session.Increment("count");
            context.Session.Append("marks", await reader.ReadToEndAsync());
        });
    }
}
