using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Extensions;

/// <summary>A minimal API handler that takes the session as a parameter.</summary>
public sealed class SessionParameterTests
{
    [Test]
    public async Task A_handler_takes_the_session_as_a_parameter()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();

        string[] answers =
        [
            (await browser.PostAsync("/count/2")).Text,
            (await browser.PostAsync("/count/3")).Text,
            (await browser.GetAsync("/filtered")).Text,
            (await browser.GetAsync("/grouped?suffix=!")).Text,
        ];

        Assert.That(answers, Is.EqualTo(new[] { "2", "5", "5", "5!" }));
    }

    [TestCase("/none", "SessionAccess.None")]
    [TestCase("/none-optional", "SessionAccess.None")]
    public async Task An_endpoint_without_a_session_fails_alone(string path, string reason)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();

        var failed = await browser.GetAsync(path);
        var others = new[] { (await browser.GetAsync("/ping")).Text, (await browser.PostAsync("/count/2")).Text };

        Assert.Multiple(() =>
        {
            Assert.That(failed.Status, Is.EqualTo(500));
            Assert.That(failed.Text, Does.Contain(reason));
            Assert.That(others, Is.EqualTo(new[] { "pong", "2" }));
        });
    }

    [Test]
    public async Task Another_session_is_a_clear_error()
    {
        await using var app = await StartAsync(useSession: true);
        using var browser = app.NewBrowser();

        var failed = await browser.PostAsync("/count/2");

        Assert.Multiple(() =>
        {
            Assert.That(failed.Status, Is.EqualTo(500));
            Assert.That(failed.Text, Does.Contain("app.UseDynamoSession()"));
        });
    }

    [Test]
    public async Task A_fake_session_is_bound_too()
    {
        var session = new FakeSession().With("count", 4);

        var bound = await IDynamoSession.BindAsync(session.CreateHttpContext());

        Assert.That(bound!.Get<int>("count"), Is.EqualTo(4));
    }

    private static Task<SessionApp> StartAsync(bool useSession = false) => SessionApp.StartInMemoryAsync(
        app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidOperationException mistake)
                {
                    context.Response.StatusCode = 500;
                    await context.Response.WriteAsync(mistake.Message);
                }
            });
            if (useSession)
            {
                app.UseSession();
            }
            else
            {
                app.UseDynamoSession();
            }

            app.MapGet("/ping", () => "pong");
            app.MapPost("/count/{by:int}", (IDynamoSession session, int by) =>
            {
                session.Increment("count", by);
                return session.Get<int>("count");
            });
            app.MapGet("/filtered", Show).AddEndpointFilter((context, next) => next(context));
            app.MapGroup("/grouped").MapGet("", ([AsParameters] Arguments arguments) => $"{arguments.Session.Get<int>("count")}{arguments.Suffix}");
            app.MapGet("/none", Show).WithSessionPolicy(SessionAccess.None);
            app.MapGet("/none-optional", (IDynamoSession? session) => session is null).WithSessionPolicy(SessionAccess.None);
        },
        services: builder => builder.Services.AddSession().AddDistributedMemoryCache());

    private static Ok<int> Show(IDynamoSession session) => TypedResults.Ok(session.Get<int>("count"));

    private readonly record struct Arguments(IDynamoSession Session, string Suffix);
}
