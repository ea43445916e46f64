using System.Buffers;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>What changes while a commit of the same request is awaited is written by the next one.</summary>
[Category(TestEngine.Category)]
public sealed class ChangesDuringACommitTests
{
    private SessionApp _app = null!;
    private IDynamoSession? _kept;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                if (context.Request.Path == "/callback-in-front")
                {
                    context.Response.OnStarting(() =>
                    {
                        context.Session.SetString("b", "1");
                        return Task.CompletedTask;
                    });
                }

                await next();
            });
            app.UseDynamoSession();
            app.MapGet("/stream", StreamAsync);
            app.MapGet("/during/{what}", DuringAsync);
            app.MapGet("/callback-in-front", (HttpContext context) =>
            {
                context.Session.SetString("a", "1");
                context.Response.BodyWriter.Write("hello"u8);
            });
            app.MapGet("/keep", (HttpContext context) =>
            {
                _kept = context.GetDynamoSession();
                _kept.Set("a", "1");
            });
            app.MapGet("/both", (HttpContext context) => $"{context.Session.GetString("a")}{context.Session.GetString("b")}");
        });
    }

    [TearDown]
    public Task StopAsync() => _app.DisposeAsync().AsTask();

    [Test]
    public async Task Nothing_that_a_stream_sets_between_its_items_is_lost()
    {
        for (var request = 0; request < 50; request++)
        {
            using var browser = _app.NewBrowser();

            var answer = await browser.GetAsync("/stream");

            Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "[1,2]")));
            Assert.That((await _app.FieldsAsync(browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "a", "b" }));
        }
    }

    [Test]
    public async Task What_is_done_during_a_commit_is_written_by_the_next(
        [Values("new", "stored", "renewed")] string session, [Values("set", "remove", "clear")] string what)
    {
        using var browser = _app.NewBrowser();
        if (session != "new")
        {
            await browser.GetAsync("/callback-in-front");
        }

        await browser.GetAsync($"/during/{what}{(session == "renewed" ? "?renew=1" : "")}");

        var fields = await _app.FieldsAsync(browser.SessionCookie);
        Assert.That(fields.GetValueOrDefault("a")?.S, Is.EqualTo(what == "set" ? "2" : null));
    }

    [Test]
    public async Task What_a_callback_in_front_sets_after_the_endpoint_has_written_unflushed_bytes_is_stored()
    {
        using var browser = _app.NewBrowser();

        await browser.GetAsync("/callback-in-front");

        Assert.That((await browser.GetAsync("/both")).Text, Is.EqualTo("11"));
    }

    [Test]
    public async Task A_session_that_is_kept_beyond_its_request_refuses_changes_and_commits()
    {
        using var browser = _app.NewBrowser();
        await browser.GetAsync("/keep");

        Action[] uses =
        [
            () => _kept!.Set("b", "1"), () => _kept!.Remove("a"), () => _kept!.Clear(), () => _kept!.Increment("c"), () => _kept!.Append("d", 1),
            () => _kept!.RenewId(), () => _kept!.Destroy(), () => _kept!.UserId = "ada", () => _kept!.IdleTimeout = TimeSpan.FromHours(1),
            () => _kept!.CommitAsync().GetAwaiter().GetResult(), () => _kept!.UpdateAsync<int>("e", value => value + 1).GetAwaiter().GetResult(),
        ];

        foreach (var use in uses)
        {
            Assert.That(use, Throws.InvalidOperationException.With.Message.Contains("request has ended"));
        }

        Assert.That((await _app.FieldsAsync(browser.SessionCookie)).Keys, Is.EqualTo(new[] { "a" }));
    }

    private static async IAsyncEnumerable<int> StreamAsync(HttpContext context)
    {
        context.Session.SetString("a", "1");
        yield return 1;
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        context.Session.SetString("b", "1");
        yield return 2;
    }

    private static async Task DuringAsync(HttpContext context, string what)
    {
        var session = context.GetDynamoSession();
        session.Set("a", "1");
        if (context.Request.Query.ContainsKey("renew"))
        {
            session.RenewId();
        }

        var commit = session.CommitAsync();
        switch (what)
        {
            case "set":
                session.Set("a", "2");
                break;
            case "remove":
                session.Remove("a");
                break;
            case "clear":
                session.Clear();
                break;
        }

        await commit;
    }
}
