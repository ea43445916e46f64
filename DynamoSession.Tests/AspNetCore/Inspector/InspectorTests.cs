using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Inspector;

/// <summary>The page that shows the current session, and what requests have done with theirs.</summary>
[TestFixture(true)]
[TestFixture(false)]
[Category(TestEngine.Category)]
public sealed class InspectorTests(bool isOnDynamoDb)
{
    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await StartAsync(app => app.MapDynamoSessionInspector("/_session", outsideDevelopment: true));
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task It_shows_the_item_as_it_is_stored_and_extends_nothing()
    {
        await _browser.PostAsync("/set?value=<b>red</b>");
        _clock.Advance(TimeSpan.FromMinutes(5));

        var page = await _browser.GetAsync("/_session");
        _clock.Advance(TimeSpan.FromMinutes(16));

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("<td>color</td><td>String</td>").And.Contain("<td>ver</td><td>Number</td>").And.Contain("0:15:00"));
        Assert.That(page.Text, Does.Contain("&lt;b&gt;red&lt;/b&gt;").Or.Contain("\\u003Cb\\u003E").And.Not.Contain("<b>red"));
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("none"), "It has expired 20 minutes after its last use.");
    }

    [Test]
    public async Task It_lists_what_each_request_has_loaded_and_written()
    {
        await _browser.PostAsync("/set?value=red");
        await _browser.GetAsync("/read");

        var page = await _browser.GetAsync("/_session");

        Assert.That(page.Text, Does.Contain("POST /set").And.Contain("GET /read").And.Contain("session commit: created").And.Contain("session load: found"));
        Assert.That(page.Text, Does.Not.Contain("value=red"), "A query can hold anything.");
        if (isOnDynamoDb)
        {
            Assert.That(page.Text, Does.Contain("UpdateItem (create), 1 write units").And.Contain("GetItem (load), 1 read units").And.Contain("<code>SET "));
        }
    }

    [Test]
    public async Task The_list_alone_can_be_fetched_and_its_costs_follow_the_rate()
    {
        await _browser.PostAsync("/set?value=red");

        var once = await _browser.GetAsync("/_session/requests?rate=1000000");

        Assert.That(once.Text, Does.StartWith("<div class=\"wide\"><table>").And.Contain("POST /set"));
        if (isOnDynamoDb)
        {
            // A write unit, at 0.625 dollars for a million of them: 43,800 minutes of a million requests.
            Assert.That(once.Text, Does.Contain("$27,375.00"));
        }
    }

    [Test]
    public async Task Its_buttons_sign_out_renew_and_let_expire()
    {
        await _browser.PostAsync("/set?value=red");
        var first = _browser.SessionCookie;

        Assert.That((await _browser.PostAsync("/_session/renew")).Status, Is.EqualTo(302));
        Assert.That(_browser.SessionCookie, Is.Not.EqualTo(first));
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("red"));

        await _browser.PostAsync("/_session/expire");
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("none"));

        await _browser.PostAsync("/set?value=blue");
        await _browser.PostAsync("/_session/sign-out");
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("none"));
    }

    [Test]
    public async Task Its_button_lets_the_next_call_fail_and_no_other()
    {
        await _browser.PostAsync("/set?value=red");
        await _browser.PostAsync("/_session/fail");

        var failed = await _browser.GetAsync("/read");
        var after = await _browser.GetAsync("/read");

        Assert.That((failed.Status, after.Status, after.Text), Is.EqualTo((503, 200, "red")));
    }

    [Test]
    public async Task Looking_at_it_for_long_pushes_nothing_out_of_the_list()
    {
        await _browser.PostAsync("/set?value=red");
        for (var poll = 0; poll < 60; poll++)
        {
            await _browser.GetAsync("/_session/requests");
            await _browser.GetAsync("/asset");
        }

        var page = await _browser.GetAsync("/_session");

        Assert.That(page.Text, Does.Contain("POST /set").And.Not.Contain("/asset").And.Not.Contain("GET /_session"));
    }

    [TestCase("", "/_session")]
    [TestCase("/base", "/_session")]
    [TestCase("/base", "/admin/_session")]
    public async Task It_works_below_a_path_base_and_in_a_group(string pathBase, string path)
    {
        await using var app = await StartAsync(app => app.MapGroup(path[..^"/_session".Length]).MapDynamoSessionInspector(outsideDevelopment: true), pathBase);
        using var browser = app.NewBrowser();
        await browser.PostAsync($"{pathBase}/set?value=red");

        var page = await browser.GetAsync(pathBase + path);
        var answer = await browser.PostAsync($"{pathBase}{path}/renew");

        Assert.That(page.Text, Does.Contain($"action=\"{pathBase}{path}/renew\"").And.Contain($"data-root=\"{pathBase}{path}\"").And.Contain("/set"));
        Assert.That((answer.Status, answer.Header("Location")), Is.EqualTo((302, pathBase + path)));
    }

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    [TestCase("Sec-Fetch-Site", "none")]
    [TestCase("Origin", "https://evil.example")]
    [TestCase("Origin", "null")]
    public async Task A_form_of_another_site_does_nothing(string header, string value)
    {
        await _browser.PostAsync("/set?value=red");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_session/sign-out");
        request.Headers.Add(header, value);

        var answer = await _browser.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("red"));
    }

    [Test]
    public async Task Without_a_session_it_says_so()
    {
        Assert.That((await _browser.GetAsync("/_session")).Text, Does.Contain("This browser has no session."));
        Assert.That(_browser.SessionCookie, Is.Null);
    }

    [Test]
    public async Task Outside_development_there_is_none_unless_it_is_asked_for()
    {
        await using var app = await StartAsync(app => app.MapDynamoSessionInspector());
        using var browser = app.NewBrowser();

        Assert.That((await browser.GetAsync("/_session")).Status, Is.EqualTo(404));
    }

    private Task<SessionApp> StartAsync(Action<WebApplication> map, string pathBase = "")
    {
        void Pipeline(WebApplication app)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.UseDynamoSession();
            map(app);
            app.MapPost("/set", (HttpContext context, string value) => context.Session.Set("color", value));
            app.MapGet("/asset", () => "").WithSessionPolicy(SessionAccess.None);
            app.MapGet("/read", (HttpContext context) => context.Session.Get<string>("color") ?? "none");
        }

        return isOnDynamoDb ? SessionApp.StartAsync(Pipeline, clock: _clock) : SessionApp.StartInMemoryAsync(Pipeline, clock: _clock);
    }
}
