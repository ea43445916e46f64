using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>A fake session in the hands of everything that uses sessions.</summary>
public sealed class CodeUnderTestTests
{
    [Test]
    public void A_controller()
    {
        var session = new FakeSession().With("visits", 3);
        var controller = new VisitsController { ControllerContext = new ControllerContext { HttpContext = session.CreateHttpContext() } };

        var visits = controller.Post();

        Assert.That(visits, Is.EqualTo(4));
        session.ShouldHaveChanged(expected => expected.Increment("visits"));
    }

    [Test]
    public async Task A_page_with_TempData()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRazorPages().AddSessionStateTempDataProvider();
        var session = new FakeSession();
        var first = PageOn(session);

        first.OnPost();
        first.TempData.Save();
        var next = await session.NextRequestAsync();
        var message = PageOn(next).OnGet();
        PageOn(next).TempData.Save();

        Assert.That(message, Is.EqualTo("saved"));
        Assert.That(session.Changes.Set, Has.Count.EqualTo(1));
        Assert.That(next.Changes.Removed, Has.Count.EqualTo(1));

        MessagePage PageOn(FakeSession current) =>
            new() { PageContext = new PageContext { HttpContext = current.CreateHttpContext(services.BuildServiceProvider()) } };
    }

    [Test]
    public async Task A_minimal_handler_with_its_binding()
    {
        var session = new FakeSession();
        var handler = RequestDelegateFactory.Create((HttpContext context, string theme) => context.Session.Set("theme", theme)).RequestDelegate;
        var context = session.CreateHttpContext();
        context.Request.QueryString = new QueryString("?theme=dark");

        await handler(context);

        session.ShouldHaveChanged(expected => expected.Set("theme", "dark"));
    }

    [Test]
    public async Task A_middleware()
    {
        var session = new FakeSession();
        RequestDelegate next = _ => Task.CompletedTask;
        RequestDelegate middleware = async context =>
        {
            context.Session.Increment("requests");
            await next(context);
        };

        await middleware(session.CreateHttpContext());

        session.ShouldHaveChanged(expected => expected.Increment("requests"));
    }

    [Test]
    public async Task A_sign_in_by_cookie_authentication()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection();
        services.AddDynamoSession().UseFakeTable();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var session = new FakeSession().With("cart", new Cart());
        var context = session.CreateHttpContext(services.BuildServiceProvider());

        await context.SignInAsync(new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity("test")));

        session.ShouldHaveChanged(expected => expected.RenewId());
    }

    [Test]
    public async Task A_pipeline_with_the_session_middleware_in_it()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment());
        services.AddDynamoSession().UseFakeTable();
        var pipeline = new ApplicationBuilder(services.BuildServiceProvider());
        pipeline.UseDynamoSession();
        pipeline.Run(context =>
        {
            context.Session.Increment("requests");
            return Task.CompletedTask;
        });
        var session = new FakeSession();

        await pipeline.Build()(session.CreateHttpContext());

        session.ShouldHaveChanged(expected => expected.Increment("requests"));
    }

    private sealed class VisitsController : ControllerBase
    {
        public int Post()
        {
            HttpContext.Session.Increment("visits");
            return HttpContext.Session.Get<int>("visits");
        }
    }

    private sealed class MessagePage : PageModel
    {
        public void OnPost() => TempData["message"] = "saved";

        public string? OnGet() => TempData["message"] as string;
    }
}
