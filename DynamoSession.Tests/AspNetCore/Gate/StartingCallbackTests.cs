using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>Callbacks for the response's start run before the commit when they were registered behind it, after it otherwise.</summary>
[Category(TestEngine.Category)]
public sealed class StartingCallbackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _order = [];
    private RequestDelegate _endpoint = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _order.Clear();
        _app = await SessionApp.StartAsync(app =>
        {
            app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("error page")));
            app.Use(async (context, next) =>
            {
                Note(context, "outside");
                await next();
            });
            app.UseDynamoSession();
            app.MapWhen(context => context.Request.Path == "/inside", inside =>
            {
                inside.UseExceptionHandler(errors => errors.Run(context =>
                    context.Response.WriteAsync("inner error page for " + context.Features.Get<IExceptionHandlerFeature>()!.Error.Message)));
                inside.Run(context => _endpoint(context));
            });
            app.Run(context => _endpoint(context));
        });
        _app.Wire.Before = (operation, _) =>
        {
            _order.Add(operation);
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Callbacks_run_last_in_first_out_around_the_commit([Values] bool writes)
    {
        _endpoint = async context =>
        {
            context.Session.Set("theme", LeakWatch.Value("dark"));
            Note(context, "first");
            context.Response.OnStarting(() =>
            {
                Note(context, "nested");
                _order.Add("second");
                return Task.CompletedTask;
            });
            if (writes)
            {
                await context.Response.WriteAsync("hello");
            }
        };

        await _browser.GetAsync("/");

        Assert.That(_order, Is.EqualTo(new[] { "second", "nested", "first", "UpdateItem", "outside" }));
    }

    [Test]
    public async Task A_callback_may_write_the_session_and_its_write_is_in_the_one_commit()
    {
        _endpoint = context =>
        {
            context.Session.Set("theme", LeakWatch.Value("dark"));
            context.Response.OnStarting(() =>
            {
                context.Session.Set("language", LeakWatch.Value("en"));
                return Task.CompletedTask;
            });
            return context.Response.WriteAsync("hello");
        };

        await _browser.GetAsync("/");

        Assert.That(_order, Is.EqualTo(new[] { "UpdateItem", "outside" }));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "theme", "language" }));
    }

    [Test]
    public async Task A_callback_that_writes_the_response_fails_clearly()
    {
        Exception? thrown = null;
        _endpoint = context =>
        {
            context.Response.OnStarting(async () => thrown = await CatchAsync(() => context.Response.WriteAsync("too early")));
            return context.Response.WriteAsync("hello");
        };

        var answer = await _browser.GetAsync("/").WaitAsync(Patience);

        Assert.That(thrown, Is.InstanceOf<InvalidOperationException>().With.Message.Contain("OnStarting"));
        Assert.That(answer.Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Another_request_may_write_while_a_callback_runs()
    {
        var mayEnd = new TaskCompletionSource();
        var written = new List<Task>();
        _endpoint = async context =>
        {
            context.Session.Set("theme", LeakWatch.Value("dark"));
            context.Response.OnStarting(() => mayEnd.Task);
            written.Add(context.Response.Body.WriteAsync("x"u8.ToArray()).AsTask());
            written.Add(context.Response.Body.WriteAsync("x"u8.ToArray()).AsTask());
            mayEnd.SetResult();
            await Task.WhenAll(written);
        };

        var answer = await _browser.GetAsync("/").WaitAsync(Patience);

        Assert.That(answer.Text, Is.EqualTo("xx"));
        Assert.That(_order, Is.EqualTo(new[] { "UpdateItem", "outside" }));
    }

    [TestCase("/", 500, "error page")]
    [TestCase("/inside", 500, "inner error page for a callback's mistake")]
    public async Task A_callback_that_throws_fails_the_request_and_nothing_is_committed(string path, int status, string text)
    {
        _endpoint = context =>
        {
            context.Session.Set("theme", LeakWatch.Value("dark"));
            context.Response.OnStarting(async () =>
            {
                await Task.Yield();
                throw new InvalidOperationException("a callback's mistake");
            });
            return context.Response.WriteAsync("hello");
        };

        var answer = await _browser.GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(_order, Is.EqualTo(new[] { "outside" }));
        });
    }

    [TestCase("/", "error page")]
    [TestCase("/inside", "inner error page for a mistake")]
    public async Task A_pipeline_that_throws_commits_nothing_and_its_callbacks_run_for_the_error_page(string path, string text)
    {
        _endpoint = context =>
        {
            context.Session.Set("theme", LeakWatch.Value("dark"));
            Note(context, "first");
            Note(context, "second");
            throw new InvalidOperationException("a mistake");
        };

        var answer = await _browser.GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_order, Is.EqualTo(new[] { "second", "first", "outside" }));
        });
    }

    [Test]
    public async Task Callbacks_cannot_be_registered_after_the_start()
    {
        Exception? thrown = null;
        _endpoint = async context =>
        {
            await context.Response.WriteAsync("hello");
            thrown = await CatchAsync(() =>
            {
                Note(context, "late");
                return Task.CompletedTask;
            });
        };

        await _browser.GetAsync("/");

        Assert.That(thrown, Is.InstanceOf<InvalidOperationException>());
    }

    private static async Task<Exception?> CatchAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private void Note(HttpContext context, string name) => context.Response.OnStarting(() =>
    {
        _order.Add(name);
        return Task.CompletedTask;
    });
}
