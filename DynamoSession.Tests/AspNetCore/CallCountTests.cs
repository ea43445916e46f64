using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore;

/// <summary>What each kind of request costs, in calls and capacity units, on DynamoDB Local.</summary>
[Category(TestEngine.Category)]
public sealed class CallCountTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/untouched", () => "hello");
                app.MapGet("/read", (HttpContext context) => context.Session.Get<string>("theme") ?? "none");
                app.MapPost("/theme", async (HttpContext context) =>
                {
                    using var reader = new StreamReader(context.Request.Body);
                    context.Session.Set("theme", await reader.ReadToEndAsync());
                });
                app.MapPost("/two", (HttpContext context) =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    context.Session.Set("language", LeakWatch.Value("en"));
                });
                app.MapPost("/clear", (HttpContext context) => context.Session.Clear());
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

    [TestCase("/untouched")]
    [TestCase("/read")]
    public async Task A_request_without_a_cookie_costs_no_call(string path)
    {
        var answer = await _browser.GetAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [TestCase("short")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa+A")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%A")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaB", Description = "43 characters that no 32 bytes encode to")]
    [TestCase("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA\"")]
    [TestCase("")]
    public async Task A_malformed_cookie_costs_no_call(string value)
    {
        _browser.SessionCookie = value;

        var answer = await _browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("none"));
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [Test]
    public async Task Eight_kilobytes_of_cookie_cost_no_call()
    {
        _browser.SessionCookie = new string('a', 8_000);

        var answer = await _browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("none"));
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [Test]
    public async Task Several_malformed_cookies_of_the_name_cost_no_call()
    {
        _browser.Cookies["a"] = $"1; {SessionApp.CookieName}=x; {SessionApp.CookieName}=; {SessionApp.CookieName}={new string('-', 43)}; {SessionApp.CookieName}";

        var answer = await _browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("none"));
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [TestCase("__HOST-sid")]
    [TestCase("__host-sid")]
    [TestCase("__Host-SID")]
    [TestCase("sid")]
    public async Task The_cookie_under_a_name_of_other_case_costs_no_call(string name)
    {
        await _browser.PostAsync("/theme", LeakWatch.Value("dark"));
        _browser.Cookies[name] = _browser.SessionCookie!;
        _browser.Cookies.Remove(SessionApp.CookieName);
        _app.TakeCalls();

        var answer = await _browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("none"));
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [Test]
    public async Task An_unknown_id_costs_one_strong_read()
    {
        _browser.SessionCookie = NewSecret();

        var answer = await _browser.GetAsync("/read");

        var call = _app.TakeCalls().Single();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("none"));
            Assert.That(call.Operation, Is.EqualTo("GetItem"));
            Assert.That((bool?)call.Request["ConsistentRead"], Is.True);
            Assert.That(call.Units, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task At_most_three_unknown_ids_of_one_request_are_looked_up()
    {
        _browser.Cookies["a"] = "1; " + string.Join("; ", Enumerable.Range(0, 6).Select(_ => $"{SessionApp.CookieName}={NewSecret()}"));

        await _browser.GetAsync("/read");

        Assert.That(Operations(_app.TakeCalls()), Is.EqualTo(new[] { "GetItem", "GetItem", "GetItem" }));
    }

    [Test]
    public async Task The_first_write_costs_one_write()
    {
        await _browser.PostAsync("/theme", LeakWatch.Value("dark"));

        var call = _app.TakeCalls().Single();
        Assert.Multiple(() =>
        {
            Assert.That(call.Operation, Is.EqualTo("UpdateItem"));
            Assert.That(call.Units, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Reading_within_the_touch_interval_costs_one_read()
    {
        await StoreThemeAsync();
        _clock.Advance(TimeSpan.FromSeconds(119));

        await _browser.GetAsync("/read");

        var calls = _app.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(Operations(calls), Is.EqualTo(new[] { "GetItem" }));
            Assert.That(calls.Sum(call => call.Units), Is.EqualTo(1));
        });
    }

    [TestCase("/read")]
    [TestCase("/untouched")]
    public async Task A_request_after_the_touch_interval_costs_one_read_and_one_write(string path)
    {
        await StoreThemeAsync();
        _clock.Advance(TimeSpan.FromSeconds(120));

        var answer = await _browser.GetAsync(path);

        var calls = _app.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(Operations(calls), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
            Assert.That(calls.Sum(call => call.Units), Is.EqualTo(2));
            Assert.That(calls[1].NamedUpdateExpression, Does.StartWith("SET expires = ").And.Not.Contain(","));
        });
    }

    [Test]
    public async Task One_changed_field_costs_one_read_and_one_write_that_names_only_it()
    {
        await _browser.PostAsync("/two");
        _app.TakeCalls();

        await _browser.PostAsync("/theme", LeakWatch.Value("light"));

        var calls = _app.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(Operations(calls), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
            Assert.That(calls.Sum(call => call.Units), Is.EqualTo(2));
            Assert.That(calls[1].NamedUpdateExpression, Does.Contain("sess.theme = ").And.Not.Contain("language"));
            Assert.That(calls[1].Request["ExpressionAttributeValues"]!.ToJsonString(), Does.Contain("light").And.Not.Contain("hush-en"));
        });
    }

    [Test]
    public async Task Setting_an_equal_value_costs_one_read()
    {
        await StoreThemeAsync();

        await _browser.PostAsync("/theme", LeakWatch.Value("dark"));

        var calls = _app.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(Operations(calls), Is.EqualTo(new[] { "GetItem" }));
            Assert.That(calls.Sum(call => call.Units), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Clearing_costs_one_read_and_one_write()
    {
        await StoreThemeAsync();

        await _browser.PostAsync("/clear");

        var calls = _app.TakeCalls();
        Assert.Multiple(() =>
        {
            Assert.That(Operations(calls), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
            Assert.That(calls.Sum(call => call.Units), Is.EqualTo(2));
        });
        Assert.That(await _app.FieldsAsync(_browser.SessionCookie), Is.Empty);
    }

    private static IEnumerable<string> Operations(IReadOnlyList<TableCall> calls) => calls.Select(call => call.Operation);

    private static string NewSecret()
    {
        var secret = SessionId.NewSecret();
        LeakWatch.Protect(secret);
        return secret;
    }

    private async Task StoreThemeAsync()
    {
        await _browser.PostAsync("/theme", LeakWatch.Value("dark"));
        _app.TakeCalls();
    }
}
