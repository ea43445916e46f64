using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>
/// The SDK asks for credentials before its first await, and blocks the thread while they are refreshed. A request waits no longer than for any
/// other trouble of the table, and the application's threads are not used up.
/// </summary>
[Category(TestEngine.Category)]
[NonParallelizable]
public sealed class SlowCredentialsTests
{
    private const int Requests = 50;

    private static readonly TimeSpan IOTimeout = TimeSpan.FromSeconds(0.5);

    // Far less than the 20 s of a refresh, and enough for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private SlowCredentials _credentials = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public void CreateCredentials() => _credentials = new SlowCredentials();

    [TearDown]
    public async Task StopAsync()
    {
        _credentials.Refresh();
        _browser.Dispose();
        await _app.DisposeAsync();
        _credentials.Dispose();
    }

    [Test]
    public async Task Requests_at_once_fail_within_the_deadline_and_succeed_after_the_refresh([Values] SessionClient client)
    {
        await StartAsync(client);
        _credentials.Expire();

        var (answers, elapsed) = await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => _browser.GetAsync("/read"))));
        _credentials.Refresh();
        var afterwards = await _browser.GetAsync("/read");

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(503));
        Assert.That(elapsed, Is.LessThan(Soon));
        Assert.That(_credentials.MostBlocked, Is.InRange(1, Math.Max(2, Environment.ProcessorCount)));
        Assert.That((afterwards.Status, afterwards.Text), Is.EqualTo((200, "True red")));
    }

    [Test]
    public async Task Optional_endpoints_answer_without_the_session([Values] SessionClient client)
    {
        await StartAsync(client);
        _credentials.Expire();

        var (answers, elapsed) = await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => _browser.GetAsync("/optional"))));

        Assert.That(answers.Select(answer => (answer.Status, answer.Text)), Is.All.EqualTo((200, "False ")));
        Assert.That(elapsed, Is.LessThan(Soon));
    }

    [Test]
    public async Task A_commit_fails_within_the_deadline([Values] SessionClient client)
    {
        await StartAsync(client);

        var (answer, elapsed) = await TimeAsync(() => _browser.PostAsync("/expire-then-write"));

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(elapsed, Is.LessThan(Soon));
    }

    [Test]
    public async Task Other_endpoints_are_not_delayed([Values] SessionClient client)
    {
        await StartAsync(client);
        _credentials.Expire();
        var waiting = Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => _browser.GetAsync("/read")));
        await _credentials.Asked;

        var (answer, elapsed) = await TimeAsync(() => _browser.GetAsync("/none"));

        Assert.That(answer.Text, Is.EqualTo("pong"));
        Assert.That(elapsed, Is.LessThan(Soon));
        await waiting;
    }

    private async Task StartAsync(SessionClient client)
    {
        var endpoint = new Uri((await TestEngine.ClientAsync()).Config.ServiceURL);
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/read", Read);
                app.MapGet("/optional", Read).WithSessionPolicy(SessionAccess.Optional);
                app.MapGet("/none", () => "pong").WithSessionPolicy(SessionAccess.None);
                app.MapPost("/write", (HttpContext context) => context.Session.Set("color", "red"));
                app.MapPost("/expire-then-write", (HttpContext context) =>
                {
                    context.Session.Set("color", "blue");
                    _credentials.Expire();
                });
            },
            options => options.IOTimeout = IOTimeout,
            builder => SessionClients.Register(builder.Services, client, endpoint, _credentials));
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/write");
    }

    private static string Read(HttpContext context) => $"{context.Session.IsAvailable} {context.Session.Get<string>("color")}";

    private static async Task<(T Result, TimeSpan Elapsed)> TimeAsync<T>(Func<Task<T>> action)
    {
        var began = TimeProvider.System.GetTimestamp();
        var result = await action();
        return (result, TimeProvider.System.GetElapsedTime(began));
    }
}
