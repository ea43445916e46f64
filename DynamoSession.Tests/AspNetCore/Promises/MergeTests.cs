using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>Parallel requests of one session: no field is lost.</summary>
[Category(TestEngine.Category)]
public sealed class MergeTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/set/{name}", (HttpContext context, string name) => context.Session.Set(name, name));
                app.MapPost("/remove/{name}", (HttpContext context, string name) => context.Session.Remove(name));
                app.MapPost("/increment", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/append/{item:int}", (HttpContext context, int item) => context.Session.Append("list", item));
                app.MapPost("/clear", (HttpContext context) => context.Session.Clear());
            },
            options => options.IOTimeout = TimeSpan.FromMinutes(1));
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/set/first");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Fifty_parallel_requests_that_set_a_field_each_leave_fifty_fields()
    {
        var names = Enumerable.Range(0, 50).Select(index => $"field-{index}").ToArray();

        await AllSucceedAsync(names.Select(name => _browser.PostAsync($"/set/{name}")));

        var fields = await _app.FieldsAsync(_browser.SessionCookie);
        Assert.That(fields.ToDictionary(field => field.Key, field => field.Value.S), Is.EquivalentTo(names.Append("first").ToDictionary(name => name)));
    }

    [Test]
    public async Task Two_hundred_parallel_increments_add_two_hundred()
    {
        await AllSucceedAsync(Enumerable.Range(0, 200).Select(_ => _browser.PostAsync("/increment")));

        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["count"].N, Is.EqualTo("200"));
    }

    [Test]
    public async Task A_hundred_parallel_appends_are_all_there_once()
    {
        await AllSucceedAsync(Enumerable.Range(0, 100).Select(item => _browser.PostAsync($"/append/{item}")));

        var items = (await _app.FieldsAsync(_browser.SessionCookie))["list"].L.Select(item => item.N);
        Assert.That(items, Is.EquivalentTo(Enumerable.Range(0, 100).Select(item => $"{item}")));
    }

    [Test]
    public async Task A_request_that_comes_between_load_and_commit_of_another_keeps_its_fields()
    {
        await _browser.PostAsync("/set/second");
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = _browser.PostAsync("/remove/first");
        await held.Arrived;
        await _browser.PostAsync("/set/third");
        await _browser.PostAsync("/remove/second");
        held.Release();

        Assert.That((await slow).Status, Is.EqualTo(200));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EqualTo(new[] { "third" }));
    }

    [Test]
    public async Task The_later_of_two_requests_that_set_one_field_wins()
    {
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var slow = _browser.PostAsync("/set/same");
        await held.Arrived;
        await _browser.PostAsync("/set/same");
        await _browser.PostAsync("/remove/same");
        held.Release();
        await slow;

        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "first", "same" }));
    }

    [Test]
    public async Task Clearing_also_removes_what_another_request_has_set_meanwhile([Values] bool wasEmpty)
    {
        if (wasEmpty)
        {
            await _browser.PostAsync("/remove/first");
        }

        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var clear = _browser.PostAsync("/clear");
        await held.Arrived;
        await _browser.PostAsync("/set/second");
        held.Release();
        await clear;

        Assert.That(await _app.FieldsAsync(_browser.SessionCookie), Is.Empty);
    }

    [Test]
    public async Task Clearing_a_session_that_is_not_stored_writes_nothing()
    {
        using var browser = _app.NewBrowser();
        _app.TakeCalls();

        await browser.PostAsync("/clear");

        Assert.That(_app.TakeCalls(), Is.Empty);
    }

    [Test]
    public async Task An_increment_of_a_field_that_has_become_text_meanwhile_is_a_conflict_and_changes_nothing()
    {
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var increment = _browser.PostAsync("/increment");
        await held.Arrived;
        await _browser.PostAsync("/set/count");
        held.Release();

        Assert.That((await increment).Status, Is.EqualTo(409));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["count"].S, Is.EqualTo("count"));
    }

    private static async Task AllSucceedAsync(IEnumerable<Task<Answer>> requests)
    {
        var answers = await Task.WhenAll(requests);
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
    }
}
