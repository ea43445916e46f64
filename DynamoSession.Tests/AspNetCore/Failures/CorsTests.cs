using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A script on another origin can see that the session failed, wherever <c>UseCors</c> stands.</summary>
[Category(TestEngine.Category)]
[TestFixture(true)]
[TestFixture(false)]
public sealed class CorsTests(bool corsFirst)
{
    private const string Origin = "https://shop.example";

    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private Func<Task> _exclusive = () => Task.CompletedTask;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseRouting();
                if (corsFirst)
                {
                    app.UseCors();
                }

                app.UseDynamoSession();
                if (!corsFirst)
                {
                    app.UseCors();
                }

                MapEndpoints(app.MapGroup(""));
                MapEndpoints(app.MapGroup("/named").RequireCors("partner"));
                MapEndpoints(app.MapGroup("/inline").RequireCors(policy => policy.WithOrigins(Origin).AllowCredentials()));
                app.MapPost("/elsewhere/write", (HttpContext context) => context.Session.Increment("writes"))
                    .WithMetadata(new DisableCorsAttribute());
                app.UseEndpoints(_ => { });
            },
            options => options.LeaseWait = TimeSpan.Zero,
            builder => builder.Services.AddCors(options =>
            {
                options.AddDefaultPolicy(policy => policy.WithOrigins(Origin, "https://other.example").AllowCredentials().WithExposedHeaders("Retry-After"));
                options.AddPolicy("partner", policy => policy.WithOrigins(Origin).AllowCredentials());
            }),
            _clock);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/write");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_failed_load_or_commit_can_be_read(
        [Values("", "/named", "/inline")] string group, [Values("GetItem", "UpdateItem")] string operation)
    {
        TableFailures.Inject(_app.Wire, "500", operation, _clock);

        var answer = await PostAsync($"{group}/write");

        AssertReadable(answer, 503);
        Assert.That(answer.Header("Vary"), Is.EqualTo(group == "" ? "Origin" : null), "Only the default policy allows several origins.");
    }

    [Test]
    public async Task A_conflict_can_be_read()
    {
        var answer = await PostAsync("/write-twice");

        AssertReadable(answer, 409);
    }

    [Test]
    public async Task A_lease_that_another_request_holds_can_be_read([Values("", "/named", "/inline")] string group)
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _exclusive = async () =>
        {
            inside.TrySetResult();
            await mayEnd.Task;
        };
        var first = _browser.PostAsync("/exclusive");
        await inside.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var answer = await PostAsync($"{group}/exclusive");
        mayEnd.SetResult();
        await first;

        AssertReadable(answer, 423);
    }

    [Test]
    public async Task An_endpoint_that_refuses_other_origins_still_does([Values("GetItem", "UpdateItem")] string operation)
    {
        TableFailures.Inject(_app.Wire, "500", operation, _clock);

        var answer = await PostAsync("/elsewhere/write");

        Assert.That((answer.Status, answer.Header("Access-Control-Allow-Origin")), Is.EqualTo((503, (string?)null)));
    }

    [Test]
    public async Task A_request_of_another_origin_gets_no_CORS_header([Values("GetItem", "UpdateItem")] string operation)
    {
        TableFailures.Inject(_app.Wire, "500", operation, _clock);

        var answer = await PostAsync("/write", "https://evil.example");

        Assert.That((answer.Status, answer.Header("Access-Control-Allow-Origin")), Is.EqualTo((503, (string?)null)));
    }

    private void MapEndpoints(RouteGroupBuilder group)
    {
        group.MapPost("/write", (HttpContext context) => context.Session.Increment("writes"));
        group.MapPost("/write-twice", async (HttpContext context) =>
        {
            using var twin = _app.NewBrowser();
            twin.SessionCookie = _browser.SessionCookie;
            await twin.PostAsync("/write");
            context.Session.Increment("writes");
        }).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
        group.MapPost("/exclusive", () => _exclusive()).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
    }

    private async Task<Answer> PostAsync(string path, string origin = Origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Cookie", $"{SessionApp.CookieName}={_browser.SessionCookie}");
        return await _browser.SendAsync(request);
    }

    private static void AssertReadable(Answer answer, int status) => Assert.Multiple(() =>
    {
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo(Origin));
        Assert.That(answer.Header("Access-Control-Allow-Credentials"), Is.EqualTo("true"));
    });
}
