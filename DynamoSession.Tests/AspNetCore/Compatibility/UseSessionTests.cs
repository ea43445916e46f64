using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Compatibility;

/// <summary><c>app.UseSession()</c> on our storage, by Microsoft's rules.</summary>
[Category(TestEngine.Category)]
public sealed class UseSessionTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private TaskCompletionSource _committed = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                // Microsoft commits after the response, so a test must wait for the end of the pipeline.
                app.Use(async (context, next) =>
                {
                    var committed = _committed;
                    await next(context);
                    committed.TrySetResult();
                });
                app.UseSession();
                app.MapPost("/set/{name}", (HttpContext context, string name) => context.Session.Set(name, new[] { 1, 2 }));
                app.MapPost("/increment", (HttpContext context) => context.Session.Increment("count"));
                app.MapGet("/keys", (HttpContext context) => string.Join(",", context.Session.Keys));
                app.MapGet("/available", (HttpContext context) =>
                {
                    var isAvailable = context.Session.IsAvailable;
                    Assert.Throws<SessionStoreException>(() => context.Session.Get<int>("count"));
                    return $"{isAvailable}, refused";
                });
                app.MapGet("/id", (HttpContext context) => context.Session.Id);
                app.MapGet("/ours", (HttpContext context) =>
                    Assert.Throws<InvalidOperationException>(() => context.GetDynamoSession())!.Message);
            },
            services: builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(10));
            },
            clock: _clock);
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Fields_are_in_our_table_with_their_types_and_Microsofts_idle_timeout()
    {
        var answer = await PostAsync(_browser, "/set/list");

        var item = await TheItemAsync();
        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies.Single(), Does.StartWith(SessionDefaults.CookieName));
            Assert.That(item["sess"].M["list"].L.Select(element => element.N), Is.EqualTo(new[] { "1", "2" }));
            Assert.That(item["expires"].N, Is.EqualTo($"{_clock.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds()}"));
        });
        Assert.That((await _browser.GetAsync("/keys")).Text, Is.EqualTo("list"));
    }

    [Test]
    public async Task The_session_has_the_public_id()
    {
        await PostAsync(_browser, "/set/a");

        var id = (await _browser.GetAsync("/id")).Text;

        Assert.That((await TheItemAsync())["id"].S, Is.EqualTo("s1#" + id));
    }

    [Test]
    public async Task Parallel_requests_merge()
    {
        await PostAsync(_browser, "/set/first");
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = PostAsync(_browser, "/set/slow");
        await held.Arrived;
        await PostAsync(_browser, "/set/fast");
        held.Release();
        await slow;

        Assert.That((await TheItemAsync())["sess"].M.Keys, Is.EquivalentTo(new[] { "first", "slow", "fast" }));
    }

    [Test]
    public async Task An_expired_key_is_used_again_for_a_new_session()
    {
        await PostAsync(_browser, "/set/old");
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await _browser.GetAsync("/keys")).Text, Is.Empty);
        var answer = await PostAsync(_browser, "/set/new");

        Assert.That(answer.SetCookies, Is.Empty);
        Assert.That((await TheItemAsync())["sess"].M.Keys, Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public async Task Parallel_requests_that_use_an_expired_key_again_lose_nothing()
    {
        await PostAsync(_browser, "/set/old");
        _clock.Advance(TimeSpan.FromMinutes(10));
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = PostAsync(_browser, "/increment");
        await held.Arrived;
        await PostAsync(_browser, "/increment");
        await PostAsync(_browser, "/set/fast");
        held.Release();
        await slow;

        var fields = (await TheItemAsync())["sess"].M;
        Assert.Multiple(() =>
        {
            Assert.That(fields.Keys, Is.EquivalentTo(new[] { "count", "fast" }));
            Assert.That(fields["count"].N, Is.EqualTo("2"));
        });
    }

    [Test]
    public async Task GetDynamoSession_says_what_to_do()
    {
        var answer = await _browser.GetAsync("/ours");

        Assert.That(answer.Text, Does.Contain("not an IDynamoSession").And.Contain("app.UseDynamoSession() instead of app.UseSession()"));
    }

    [Test]
    public async Task A_session_that_is_only_read_is_touched_after_the_interval()
    {
        await PostAsync(_browser, "/set/a");
        _app.TakeCalls();

        await GetAsync(_browser, "/keys");
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));

        _clock.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(_browser, "/keys");
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
    }

    [Test]
    public async Task A_table_that_fails_is_asked_once_in_a_request_and_never_an_empty_session()
    {
        await PostAsync(_browser, "/set/a");
        _app.TakeCalls();
        _app.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));

        var answer = await GetAsync(_browser, "/available");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("False, refused"));
            Assert.That(_app.TakeCalls(), Has.Count.EqualTo(1));
        });
    }

    private Task<Answer> PostAsync(Browser browser, string path) => AfterCommitAsync(() => browser.PostAsync(path));

    private Task<Answer> GetAsync(Browser browser, string path) => AfterCommitAsync(() => browser.GetAsync(path));

    private async Task<Answer> AfterCommitAsync(Func<Task<Answer>> send)
    {
        var committed = _committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await send();
        await committed.Task;
        return answer;
    }

    private async Task<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> TheItemAsync() =>
        (await (await TestEngine.ClientAsync()).ScanAsync(_app.TableName, ["id", "sess", "expires"])).Items.Single();
}
