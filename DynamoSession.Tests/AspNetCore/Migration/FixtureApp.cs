using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>An application at the time and beside the table of a captured record, which tells all that it sees of the session.</summary>
internal static class FixtureApp
{
    public static Task<SessionApp> StartAsync(TimeProvider clock, Action<IDynamoSessionBuilder> migrate) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapPost("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
            app.MapGet("/", (HttpContext context) =>
            {
                var session = context.GetDynamoSession();
                return Results.Json(session.Keys.ToDictionary(key => key, key => session.Get<JsonElement>(key)));
            });
        },
        services: builder => migrate(builder.Services.AddDynamoSession()),
        clock: clock);

    /// <summary>Asserts that a browser with the old cookie alone, then with the new one alone, sees these fields; and that the old record is gone then.</summary>
    public static async Task AssertMigratesAsync(
        SessionApp app, string cookieHeader, string tableName, Dictionary<string, AttributeValue> key, IReadOnlyDictionary<string, JsonElement> expected)
    {
        using var browser = app.NewBrowser();
        var cookie = cookieHeader.Split('=', 2);
        browser.Cookies[cookie[0]] = cookie[1];
        var engine = await TestEngine.ClientAsync();

        var first = await browser.GetAsync("/");
        var isKept = (await engine.GetItemAsync(tableName, key)).IsItemSet;
        var names = browser.Cookies.Keys.ToArray();
        var second = await browser.GetAsync("/");

        Assert.That(names, Is.EqualTo(new[] { SessionApp.CookieName }), "The new cookie replaces the old one.");
        AssertSees(first, expected);
        AssertSees(second, expected);
        Assert.That((isKept, (await engine.GetItemAsync(tableName, key)).IsItemSet), Is.EqualTo((true, false)), "The old record stays until the new cookie comes back.");
    }

    /// <summary>Asserts that the old cookie opens nothing and changes nothing, and that this is counted.</summary>
    public static async Task AssertRefusesAsync(SessionApp app, string cookieHeader, string outcome)
    {
        using var counted = new CountedMigrations(app);
        using var browser = app.NewBrowser();
        var cookie = cookieHeader.Split('=', 2);
        browser.Cookies[cookie[0]] = cookie[1];

        var answer = await browser.GetAsync("/");

        Assert.That((answer.Status, answer.Text, answer.SetCookies.Count), Is.EqualTo((200, "{}", 0)));
        Assert.That(app.TakeCalls().All(call => call.IsRead), Is.True, "Nothing is written.");
        Assert.That(counted.Outcomes, Is.EqualTo(new[] { outcome }));
    }

    private static void AssertSees(Answer answer, IReadOnlyDictionary<string, JsonElement> expected)
    {
        Assert.That(answer.Status, Is.EqualTo(200));
        using var document = JsonDocument.Parse(answer.Text);
        var seen = document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => PlainJson.Describe(field.Value));
        Assert.That(seen, Is.EqualTo(expected.ToDictionary(field => field.Key, field => PlainJson.Describe(field.Value))));
    }
}
