using System.Diagnostics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>Trouble with the table at the load is a 503 within the deadline, never an empty session.</summary>
[Category(TestEngine.Category)]
public sealed class FailedLoadTests
{
    private static readonly TimeSpan IOTimeout = TimeSpan.FromSeconds(1);

    private SessionApp _app = null!;
    private Browser _browser = null!;
    private bool _ran;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseRouting();
            app.UseDynamoSession();
            app.MapGet("/first", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
            app.MapGet("/required", Run);
            app.MapGet("/read-only", Run).WithSessionPolicy(SessionAccess.ReadOnly);
            app.MapGet("/none", Run).WithSessionPolicy(SessionAccess.None);
            app.UseEndpoints(_ => { });
        },
        options => options.IOTimeout = IOTimeout);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public async Task OpenAsync()
    {
        _app.Wire.Before = null;
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/first");
        _app.TakeCalls();
        _ran = false;
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [Test]
    public async Task The_endpoint_does_not_run_and_the_answer_is_a_503(
        [Values("/required", "/read-only")] string path,
        [ValueSource(typeof(TableFailures), nameof(TableFailures.Names))] string failure)
    {
        TableFailures.Inject(_app.Wire, failure, "GetItem");
        var clock = Stopwatch.StartNew();

        var answer = await _browser.GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Text, Is.Empty);
            Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_ran, Is.False);
            Assert.That(clock.Elapsed, Is.LessThan(IOTimeout + TimeSpan.FromSeconds(3)));
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.All.EqualTo("GetItem"));
        });
    }

    [TestCase("/none", true)]
    [TestCase("/required", false)]
    public async Task What_needs_no_call_does_not_notice(string path, bool withCookie)
    {
        TableFailures.Inject(_app.Wire, "500", "GetItem");
        using var stranger = _app.NewBrowser();

        var answer = await (withCookie ? _browser : stranger).GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(_ran, Is.True);
    }

    [Test]
    public async Task A_touch_that_fails_is_not_the_requests_failure()
    {
        TableFailures.Inject(_app.Wire, "500", "UpdateItem");

        var answer = await _browser.GetAsync("/required");

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    private string Run()
    {
        _ran = true;
        return "ran";
    }
}
