using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>Middleware in an unexpected place, before or after ours.</summary>
[Category(TestEngine.Category)]
public sealed class PlacementTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(clock: _clock, pipeline: app =>
        {
            app.Map("/started", branch =>
            {
                branch.Use(async (context, next) =>
                {
                    await context.Response.StartAsync();
                    await next();
                });
                branch.UseDynamoSession();
                branch.Run(context =>
                {
                    context.Session.Increment("count");
                    return context.Response.WriteAsync("hello");
                });
            });
            app.Map("/twice", branch =>
            {
                branch.UseDynamoSession();
                branch.UseDynamoSession();
                branch.Run(context =>
                {
                    context.Session.Increment("count");
                    return context.Response.WriteAsync("hello");
                });
            });
            app.Map("/synchronous", branch =>
            {
                branch.UseDynamoSession();
                branch.Run(context =>
                {
                    Assert.That(() => context.Response.Body.Write("hello"u8), Throws.InvalidOperationException.With.Message.Contains("AllowSynchronousIO"));
                    Assert.That(() => context.Response.Body.Flush(), Throws.InvalidOperationException.With.Message.Contains("AllowSynchronousIO"));
                    return context.Response.WriteAsync("refused");
                });
            });
            app.UseDynamoSession();
            app.Map("/first", context =>
            {
                context.Session.Set("theme", LeakWatch.Value("dark"));
                return Task.CompletedTask;
            });
        });
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/first");
        _app.TakeCalls();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_response_that_earlier_middleware_started_is_still_committed()
    {
        var answer = await _browser.GetAsync("/started");

        Assert.That(answer.Text, Is.EqualTo("hello"));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Does.Contain("count"));
    }

    [TestCase("UpdateItem")]
    [TestCase("GetItem")]
    public void A_response_that_earlier_middleware_started_is_not_a_success_when_the_table_fails(string operation)
    {
        TableFailures.Inject(_app.Wire, "500", operation, _clock);

        Assert.That(() => _browser.GetAsync("/started"), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task The_middleware_registered_twice_is_there_once()
    {
        await _browser.GetAsync("/twice");

        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
    }

    [Test]
    public async Task Synchronous_writes_are_refused_where_the_server_refuses_them()
    {
        var answer = await _browser.GetAsync("/synchronous");

        Assert.That(answer.Text, Is.EqualTo("refused"));
    }
}
