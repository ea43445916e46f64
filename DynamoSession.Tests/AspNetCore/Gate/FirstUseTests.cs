using System.Text;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>A request without a session creates one when it first uses it, however late that is, and as though it had been there from the start.</summary>
[Category(TestEngine.Category)]
public sealed class FirstUseTests
{
    private RequestDelegate _endpoint = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(app =>
        {
            app.UseDynamoSession();
            app.MapGet("/name", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/", context => _endpoint(context));
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
    public async Task In_a_callback_that_was_registered_before()
    {
        _endpoint = context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Session.SetString("name", "Ada");
                return Task.CompletedTask;
            });
            return context.Response.WriteAsync("hello");
        };

        await AssertStoredAsync("hello");
    }

    [Test]
    public async Task After_a_writer_was_taken_that_has_data()
    {
        _endpoint = async context =>
        {
            var writer = context.Response.BodyWriter;
            Encoding.UTF8.GetBytes("hel", writer.GetSpan(3));
            writer.Advance(3);
            context.Session.SetString("name", "Ada");
            Encoding.UTF8.GetBytes("lo", writer.GetSpan(2));
            writer.Advance(2);
            await writer.FlushAsync();
        };

        await AssertStoredAsync("hello");
    }

    [Test]
    public async Task After_a_stream_was_taken()
    {
        _endpoint = async context =>
        {
            var stream = context.Response.Body;
            context.Session.SetString("name", "Ada");
            await stream.WriteAsync("hello"u8.ToArray());
        };

        await AssertStoredAsync("hello");
    }

    [Test]
    public async Task A_failed_commit_discards_what_was_written_before_it()
    {
        _app.Wire.Before = (_, _) => throw new HttpRequestException("The table is gone.");
        var isCanceled = false;
        _endpoint = async context =>
        {
            var aborted = context.RequestAborted;
            var writer = context.Response.BodyWriter;
            Encoding.UTF8.GetBytes("hello", writer.GetSpan(5));
            writer.Advance(5);
            context.Session.SetString("name", "Ada");
            await writer.FlushAsync(CancellationToken.None);
            isCanceled = aborted.IsCancellationRequested;
        };

        var answer = await _browser.GetAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Text, Is.Empty);
            Assert.That(isCanceled, Is.True);
        });
    }

    [Test]
    public async Task Of_many_threads_at_once_leads_to_one_session()
    {
        var sessions = new ISession[16];
        _endpoint = async context =>
        {
            var feature = context.Features.GetRequiredFeature<ISessionFeature>();
            using var start = new Barrier(sessions.Length);
            await Task.WhenAll(Enumerable.Range(0, sessions.Length).Select(index => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    sessions[index] = feature.Session;
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            sessions[0].SetString("name", "Ada");
            await context.Response.WriteAsync("hello");
        };

        await AssertStoredAsync("hello");
        Assert.That(sessions, Has.All.SameAs(sessions[0]));
    }

    [Test]
    public async Task After_the_response_has_started_is_too_late_to_write()
    {
        Exception? refusal = null;
        _endpoint = async context =>
        {
            await context.Response.WriteAsync("hello");
            refusal = Assert.Catch(() => context.Session.SetString("name", "Ada"));
        };

        var answer = await _browser.GetAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(refusal, Is.TypeOf<InvalidOperationException>().With.Message.Contains("response has started"));
            Assert.That(_app.Wire.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task After_the_request_has_ended_is_refused()
    {
        ISessionFeature? kept = null;
        _endpoint = context =>
        {
            kept = context.Features.Get<ISessionFeature>();
            return context.Response.WriteAsync("hello");
        };
        await _browser.GetAsync("/");

        Assert.That(() => kept!.Session.SetString("name", "Ada"), Throws.InvalidOperationException.With.Message.Contains("ended"));
    }

    [Test]
    public async Task None_leaves_the_response_as_it_is()
    {
        _endpoint = context => context.Response.WriteAsync("hello");

        var answer = await _browser.GetAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(answer.Header("Vary"), Is.Null);
            Assert.That(answer.Header("Cache-Control"), Is.Null);
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.Wire.Calls, Is.Empty);
        });
    }

    private async Task AssertStoredAsync(string text)
    {
        var answer = await _browser.GetAsync("/");
        var name = await _browser.GetAsync("/name");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(answer.Header("Vary"), Is.EqualTo("Cookie"));
            Assert.That(name.Text, Is.EqualTo("Ada"));
        });
    }
}
