using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>Many fields and large ones: exact, or a clear error and nothing lost.</summary>
[Category(TestEngine.Category)]
public sealed class SizeTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await StartAppAsync(maxSessionBytes: 400_000);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/size/first/3");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(250)]
    [TestCase(251)]
    [TestCase(1_000)]
    public async Task Any_number_of_changed_fields_is_written_exactly(int count)
    {
        var answer = await _browser.PostAsync($"/many/{count}/new");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await TextFieldsAsync(), Is.EquivalentTo(Many(count, "new").Append(new("first", "xxx"))));
    }

    [TestCase(250)]
    [TestCase(1_000)]
    public async Task Many_changed_fields_keep_what_another_request_has_written_meanwhile(int count)
    {
        await _browser.PostAsync($"/many/{count}/old");
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = _browser.PostAsync($"/many/{count}/new");
        await held.Arrived;
        await _browser.PostAsync("/size/meanwhile/2");
        await _browser.PostAsync("/remove/first");
        held.Release();

        Assert.That((await slow).Status, Is.EqualTo(200));
        Assert.That(await TextFieldsAsync(), Is.EquivalentTo(Many(count, "new").Append(new("meanwhile", "xx"))));
    }

    [TestCase(251)]
    [TestCase(1_000)]
    public async Task A_new_session_may_have_very_many_fields(int count)
    {
        using var browser = _app.NewBrowser();

        await browser.PostAsync($"/many/{count}/new");

        Assert.That((await _app.FieldsAsync(browser.SessionCookie)).Count, Is.EqualTo(count));
    }

    [Test]
    public async Task A_session_of_exactly_the_limit_is_stored_and_one_byte_more_is_refused()
    {
        var fits = await _browser.PostAsync($"/size/big/{400_000 - "firstxxxbig".Length}");
        var tooLarge = await _browser.PostAsync($"/size/big/{400_000 - "firstxxxbig".Length + 1}");

        Assert.Multiple(() =>
        {
            Assert.That(fits.Status, Is.EqualTo(200));
            Assert.That(tooLarge.Status, Is.EqualTo(500));
            Assert.That(tooLarge.SetCookies, Is.Empty);
            Assert.That(_app.Logs.Own.GetSnapshot().Single(entry => entry.Id.Id == 9).Exception!.Message, Does.Contain("400,001").And.Contain("'big'"));
        });
        Assert.That((await TextFieldsAsync())["big"], Has.Length.EqualTo(399_989));
    }

    [Test]
    public async Task A_new_session_over_the_limit_is_refused_without_a_cookie()
    {
        using var browser = _app.NewBrowser();

        var answer = await browser.PostAsync("/size/big/400000");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.SetCookies, Is.Empty);
        });
        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_requests_that_are_too_large_only_together_lose_nothing_of_the_first()
    {
        await _browser.PostAsync("/size/big/200000");
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = _browser.PostAsync("/size/left/150000");
        await held.Arrived;
        await _browser.PostAsync("/size/right/150000");
        held.Release();

        var answer = await slow;
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(_app.Logs.Own.GetSnapshot().Single(entry => entry.Id.Id == 9).Exception!.Message, Does.Contain("MaxSessionBytes").And.Contain("'big'"));
        });
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "first", "big", "right" }));
    }

    [Test]
    public async Task A_session_that_a_lower_limit_has_made_too_large_may_shrink_but_not_grow()
    {
        await _browser.PostAsync("/size/big/90000");
        await _browser.PostAsync("/size/small/10000");
        await using var lower = await StartAppAsync(maxSessionBytes: 65_536, _app.TableName);
        using var browser = lower.NewBrowser();
        browser.SessionCookie = _browser.SessionCookie;

        var grown = await browser.PostAsync("/size/new/1");
        var shrunk = await browser.PostAsync("/remove/small");
        var replaced = await browser.PostAsync("/size/big/80000");

        Assert.That(new[] { grown.Status, shrunk.Status, replaced.Status }, Is.EqualTo(new[] { 500, 200, 200 }));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "first", "big" }));
    }

    private static Task<SessionApp> StartAppAsync(int maxSessionBytes, string? tableName = null) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapPost("/many/{count:int}/{value}", (HttpContext context, int count, string value) =>
            {
                foreach (var (name, text) in Many(count, value))
                {
                    context.Session.Set(name, text);
                }
            });
            app.MapPost("/size/{name}/{size:int}", (HttpContext context, string name, int size) => context.Session.Set(name, new string('x', size)));
            app.MapPost("/remove/{name}", (HttpContext context, string name) => context.Session.Remove(name));
        },
        options =>
        {
            options.MaxSessionBytes = maxSessionBytes;
            options.IOTimeout = TimeSpan.FromMinutes(1);
        },
        tableName: tableName);

    private static IEnumerable<KeyValuePair<string, string>> Many(int count, string value) =>
        Enumerable.Range(0, count).Select(index => KeyValuePair.Create($"field-{index}", $"{value}-{index}"));

    private async Task<Dictionary<string, string>> TextFieldsAsync() =>
        (await _app.FieldsAsync(_browser.SessionCookie)).ToDictionary(field => field.Key, field => field.Value.S);
}
