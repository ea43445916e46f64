using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>An application whose sessions keep a mark of every request that wrote, on a table that may have a brown-out.</summary>
internal sealed class BrownOutApp : IAsyncDisposable
{
    private const int ShedTouch = 23;

    private readonly SessionFieldCodec _codec = new(SessionFieldCodec.CreateDefaultOptions());
    private readonly SessionApp _app;
    private readonly Browser[] _browsers;

    private BrownOutApp(SessionApp app, BrownOut brownOut, int shoppers)
    {
        _app = app;
        BrownOut = brownOut;
        _browsers = [.. Enumerable.Range(0, shoppers).Select(_ => app.NewBrowser())];
    }

    public BrownOut BrownOut { get; }

    /// <summary>Gets how many touches were left out.</summary>
    public int ShedTouches => _app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == ShedTouch);

    /// <param name="isOnEngine">Whether on DynamoDB Local, else in memory.</param>
    /// <param name="shoppers">How many sessions there are.</param>
    /// <param name="ioTimeout">The option.</param>
    public static async Task<BrownOutApp> StartAsync(bool isOnEngine, int shoppers, TimeSpan ioTimeout)
    {
        var brownOut = new BrownOut();
        var link = new StoreLink();
        SessionApp app;
        if (isOnEngine)
        {
            app = await SessionApp.StartAsync(Map, SetOptions, builder => DistantTable.Insert(builder.Services, link));
            brownOut.Trouble(link, app.Wire);
        }
        else
        {
            app = await SessionApp.StartInMemoryAsync(Map, SetOptions, builder => DistantTable.Insert(builder.Services, link));
            brownOut.Trouble(link);
        }

        var troubled = new BrownOutApp(app, brownOut, shoppers);
        await Task.WhenAll(troubled._browsers.Select(browser => browser.PostAsync("/mark", "first")));
        return troubled;

        void SetOptions(DynamoSessionOptions options)
        {
            options.IOTimeout = ioTimeout;

            // So that there is something to leave out.
            options.TouchAfter = TimeSpan.FromSeconds(1);
        }
    }

    /// <summary>Sends a request on behalf of one shopper after the other; half of them write.</summary>
    public async Task<PacedRequest> SendAsync(int number, TimeSpan sentAt)
    {
        var shopper = number % _browsers.Length;
        var mark = Random.Shared.Next(2) == 0 ? number.ToString(CultureInfo.InvariantCulture) : null;
        var began = TimeProvider.System.GetTimestamp();
        var answer = mark is null ? await _browsers[shopper].GetAsync("/read") : await _browsers[shopper].PostAsync("/mark", mark);
        return new PacedRequest(shopper, mark, sentAt, TimeProvider.System.GetElapsedTime(began), answer.Status);
    }

    /// <returns>The shopper's marks and the count of them, as stored.</returns>
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
