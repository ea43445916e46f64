using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>An exception handler behind the session: what the endpoint did before it threw is discarded, what the handler does counts.</summary>
[Category(TestEngine.Category)]
public sealed class InnerExceptionHandlerTests
{
    private static readonly Dictionary<string, Action<IDynamoSession>> Handlers = new(StringComparer.Ordinal)
    {
        ["/destroy"] = session => session.Destroy(),
        ["/renew"] = session => session.RenewId(),
        ["/flash"] = session => session.Set("flash", LeakWatch.Value("sorry")),
        ["/read"] = session => session.Get<string>("cart"),
        ["/nothing"] = _ => { },
    };

    private SessionApp _app = null!;
    private Browser _browser = null!;

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_handler_may_sign_out([Values] Style style)
    {
        await StartAsync(style);

        await _browser.GetAsync("/destroy");

        Assert.That(await TextOfAsync("cart"), Is.Empty);
        Assert.That(_browser.SessionCookie, Is.Null);
    }

    [Test]
    public async Task A_handler_may_renew_the_id_without_the_endpoints_changes([Values] Style style)
    {
        await StartAsync(style);
        var before = _browser.SessionCookie;

        await _browser.GetAsync("/renew");

        Assert.That(_browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(before));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EqualTo(new[] { "cart" }));
    }

    [Test]
    public async Task A_message_that_a_handler_sets_is_kept_without_the_endpoints_changes([Values] Style style)
    {
        await StartAsync(style);

        await _browser.GetAsync("/flash");

        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "cart", "flash" }));
        Assert.That(await TextOfAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task A_handler_that_does_nothing_or_only_reads_discards_the_endpoints_changes([Values] Style style, [Values("/read", "/nothing")] string path)
    {
        await StartAsync(style);

        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EqualTo(new[] { "cart" }));
        Assert.That(await TextOfAsync("cart"), Is.EqualTo("3 items"));
    }

    private async Task StartAsync(Style style)
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                switch (style)
                {
                    case Style.Lambda:
                        app.UseExceptionHandler(errors => errors.Run(context =>
                        {
                            Handle(context);
                            return context.Response.WriteAsync("sorry");
                        }));
                        break;
                    case Style.Service:
                        app.UseExceptionHandler(_ => { });
                        break;
                    case Style.Reexecution:
                        app.UseExceptionHandler("/error");
                        break;
                }

                app.UseRouting();
                app.MapGet("/start", (HttpContext context) => context.Session.SetString("cart", "3 items"));
                app.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart") ?? "");
                app.Map("/error", (HttpContext context) =>
                {
                    Handle(context);
                    return "sorry";
                });
                foreach (var path in Handlers.Keys)
                {
                    app.MapGet(path, string (HttpContext context) =>
                    {
                        var session = context.GetDynamoSession();
                        session.Set("cart", "nothing");
                        session.Set("other", 1);
                        session.UserId = LeakWatch.Value("eve");
                        throw new InvalidOperationException("The endpoint fails.");
                    });
                }
            },
            services: builder =>
            {
                if (style == Style.Service)
                {
                    builder.Services.AddExceptionHandler<HandlerService>();
                }
            });
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/start");
    }

    private static void Handle(HttpContext context) =>
        Handlers[context.Features.Get<IExceptionHandlerPathFeature>()!.Path](context.GetDynamoSession());

    private async Task<string> TextOfAsync(string field) => (await _browser.GetAsync($"/{field}")).Text;

    public enum Style
    {
        Lambda,
        Service,
        Reexecution,
    }

    private sealed class HandlerService : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            Handle(httpContext);
            await httpContext.Response.WriteAsync("sorry", cancellationToken);
            return true;
        }
    }
}
