using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Inspector;

/// <summary>The inspector where the table fails, or is Express's.</summary>
[Category(TestEngine.Category)]
public sealed class InspectorOfOtherTablesTests
{
    [TestCase("AccessDeniedException", "access was denied")]
    [TestCase("ResourceNotFoundException", "does not exist")]
    public async Task A_table_that_fails_is_explained_on_the_page(string error, string explanation)
    {
        await using var app = await SessionApp.StartAsync(Pipeline);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, error));

        var page = await browser.GetAsync("/_session");

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("class=\"message\"").And.Contain(explanation));
    }

    [Test]
    public async Task Of_a_session_that_is_shared_with_Express_only_the_fields_are_shown()
    {
        await using var app = await SessionApp.StartAsync(Pipeline, services: builder => builder.Services.AddDynamoSession().ShareWithExpress(options =>
        {
            options.Secrets = ["keyboard cat"];
            options.Format = ExpressFormat.ConnectDynamoDb;
        }));
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");

        var page = await browser.GetAsync("/_session");

        Assert.That(page.Status, Is.EqualTo(200), page.Text);
        Assert.That(page.Text, Does.Contain("<td>color</td>").And.Contain("/_session/renew"));
        Assert.That(page.Text, Does.Not.Contain("Attributes</h2>").And.Not.Contain("sess:").And.Not.Contain("/_session/expire"));
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseRouting();
        app.UseDynamoSession();
        app.MapDynamoSessionInspector(outsideDevelopment: true);
        app.MapPost("/set", (HttpContext context) => context.Session.Set("color", "red"));
    }
}
