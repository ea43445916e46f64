using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>CommitAsync in the middle of a request: what it has written counts, whatever becomes of the request.</summary>
[Category(TestEngine.Category)]
public sealed class ExplicitCommitTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(app =>
        {
            app.UseDynamoSession();
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync("sorry")));
            app.MapGet("/keys", (HttpContext context) => string.Join(",", context.Session.Keys.Order()));
            app.MapPost("/commit", async (HttpContext context) =>
            {
                context.Session.Set("first", 1);
                await context.Session.CommitAsync();
                context.Session.Set("second", 2);
            });
            app.MapPost("/commit-and-fail", async (HttpContext context) =>
            {
                context.Session.Set("first", 1);
                await context.Session.CommitAsync();
                context.Session.Set("second", 2);
                throw new InvalidOperationException("The endpoint failed.");
            });
            app.MapPost("/fail", (HttpContext context) =>
            {
                context.Session.Set("second", 2);
                throw new InvalidOperationException("The endpoint failed.");
            });
            app.MapPost("/mutate", (HttpContext context) => context.Session.Get<Dictionary<string, double>>("map")!["a"] = double.NaN);
            app.MapPost("/map", (HttpContext context) => context.Session.Set("map", new Dictionary<string, double> { ["a"] = 1 }));
            app.MapPost("/destroy-and-fail", async (HttpContext context) =>
            {
                context.GetDynamoSession().Destroy();
                await context.Session.CommitAsync();
                throw new InvalidOperationException("The endpoint failed.");
            });
        });
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task What_is_set_after_it_is_committed_by_the_gate()
    {
        var answer = await _browser.PostAsync("/commit");

        Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        Assert.That((await _browser.GetAsync("/keys")).Text, Is.EqualTo("first,second"));
    }

    [Test]
    public async Task A_request_that_fails_before_it_writes_nothing()
    {
        var answer = await _browser.PostAsync("/fail");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [Test]
    public async Task A_new_session_that_it_has_stored_gets_its_cookie_though_the_request_fails_afterwards()
    {
        var answer = await _browser.PostAsync("/commit-and-fail");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo("sorry"));
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        });
        Assert.That((await _browser.GetAsync("/keys")).Text, Is.EqualTo("first"));
    }

    [Test]
    public async Task A_mutation_that_cannot_be_stored_fails_the_request_and_leaves_the_session_as_it_was()
    {
        await _browser.PostAsync("/map");
        _app.TakeCalls();

        var answer = await _browser.PostAsync("/mutate");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["map"].M["a"].N, Is.EqualTo("1"));
    }

    [Test]
    public async Task A_session_that_it_has_ended_loses_its_cookie_though_the_request_fails_afterwards()
    {
        await _browser.PostAsync("/commit");
        var secret = _browser.SessionCookie;

        var answer = await _browser.PostAsync("/destroy-and-fail");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(_browser.SessionCookie, Is.Null);
        });
        Assert.That(await _app.ItemAsync(secret), Does.ContainKey("dead"));
    }
}
