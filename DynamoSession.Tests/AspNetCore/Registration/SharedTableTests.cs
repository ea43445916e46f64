using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>Two applications on one table, as docs/operations.md describes them.</summary>
[Category(TestEngine.Category)]
public sealed class SharedTableTests
{
    [TestCase("s1#", "theme")]
    [TestCase("shop#", "")]
    public async Task A_key_prefix_of_its_own_keeps_an_application_apart(string prefix, string seen)
    {
        await using var first = await StartAsync("s1#");
        await using var second = await StartAsync(prefix, first.TableName);
        using var browser = first.NewBrowser();
        await browser.PostAsync("/set");
        using var elsewhere = second.NewBrowser();
        elsewhere.SessionCookie = browser.SessionCookie;

        var answer = await elsewhere.GetAsync("/read");

        Assert.That(answer.Text, Is.EqualTo(seen));
    }

    private static Task<SessionApp> StartAsync(string prefix, string? tableName = null) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapPost("/set", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
            app.MapGet("/read", (HttpContext context) => string.Join(",", context.Session.Keys));
        },
        options => options.Table.KeyPrefix = prefix,
        tableName: tableName);
}
