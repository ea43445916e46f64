using System.Security.Claims;
using System.Text.Json;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.AspNetCore.SignIn;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace DynamoSession.Tests.AspNetCore;

/// <summary>Style sheets and scripts that <c>MapStaticAssets</c> serves have no session, without the application saying so.</summary>
[Category(TestEngine.Category)]
public sealed class StaticAssetTests
{
    private static readonly string[] Assets = ["site.css", "lib.css", "layout.css", "site.js", "lib.js", "validation.js"];

    private readonly ManualTimeProvider _clock = new();
    private string _folder = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("assets").FullName;
        var manifest = Write();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseDynamoSession();
                app.MapStaticAssets(manifest);
                app.MapGet("/", (HttpContext context) => context.Session.Get<string>("theme") ?? "none");
                app.MapPost("/sign-in", (HttpContext context) => context.SignInAsync(SignInApp.Principal("ada")));
                app.MapGet("/user", (HttpContext context) => context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "nobody");
                app.MapPost("/theme", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
                app.UseEndpoints(_ => { });
            },
            services: builder =>
            {
                builder.Environment.WebRootFileProvider = new PhysicalFileProvider(_folder);
                builder.Services.AddRouting();
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddAuthentication(SignInApp.Scheme).AddCookie(SignInApp.Scheme);
                builder.Services.AddDynamoSession().StoreSignInTickets();
            },
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/theme");
        _app.TakeCalls();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_page_of_a_user_whose_ticket_is_stored_costs_one_read_with_all_its_assets()
    {
        await _browser.PostAsync("/sign-in");
        _app.TakeCalls();

        var user = await _browser.GetAsync("/user");
        foreach (var asset in Assets)
        {
            Assert.That((await _browser.GetAsync($"/{asset}")).Status, Is.EqualTo(200));
        }

        Assert.That(user.Text, Is.EqualTo("ada"));
        Assert.That(_app.TakeCalls(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_with_all_its_assets_costs_one_read([Values("GET", "HEAD")] string method)
    {
        var page = await _browser.GetAsync("/");
        var assets = new List<Answer>();
        foreach (var asset in Assets)
        {
            assets.Add(await _browser.SendAsync(new HttpMethod(method), "/" + asset));
        }

        Assert.That((page.Status, page.Text), Is.EqualTo((200, LeakWatch.Value("dark"))));
        Assert.That(assets.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
    }

    [Test]
    public async Task An_outage_of_the_table_leaves_the_style_sheet()
    {
        TableFailures.Inject(_app.Wire, "500", "GetItem", _clock);

        var answers = new[] { await _browser.GetAsync("/"), await _browser.GetAsync("/site.css") };

        Assert.That(answers.Select(answer => answer.Status), Is.EqualTo(new[] { 503, 200 }));
    }

    private string Write()
    {
        foreach (var asset in Assets)
        {
            File.WriteAllText(Path.Combine(_folder, asset), "/**/");
        }

        var manifest = new
        {
            Version = 1,
            ManifestType = "Build",
            Endpoints = Assets.Select(asset => new
            {
                Route = asset,
                AssetFile = asset,
                Selectors = Array.Empty<object>(),
                ResponseHeaders = new[]
                {
                    new { Name = "Content-Type", Value = "text/css" },
                    new { Name = "Content-Length", Value = "4" },
                    new { Name = "ETag", Value = "\"1\"" },
                    new { Name = "Last-Modified", Value = "Sat, 01 Nov 2025 00:00:00 GMT" },
                },
                EndpointProperties = Array.Empty<object>(),
            }),
        };
        var path = Path.Combine(_folder, "assets.json");
        File.WriteAllText(path, JsonSerializer.Serialize(manifest));
        return path;
    }
}
