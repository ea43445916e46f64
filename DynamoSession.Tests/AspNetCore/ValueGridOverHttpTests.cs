using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore;

/// <summary>The whole grid of values: stored by one request, read back by another, with DynamoDB Local between them.</summary>
[Category(TestEngine.Category)]
[Parallelizable(ParallelScope.Self)]
public sealed class ValueGridOverHttpTests
{
    private const string Verified = "verified";

    private static readonly ValueGridCase[] Grid = [.. ValueGrid.All];

    private SessionApp _app = null!;

    private static IEnumerable<TestCaseData> Stored => Cases(gridCase => gridCase.Refusal is null);

    private static IEnumerable<TestCaseData> Refused => Cases(gridCase => gridCase.Refusal is not null);

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapPost("/keep", (HttpContext context) => context.Session.Set("kept", 1));
            app.MapGet("/kept", (HttpContext context) => string.Join(' ', context.Session.Keys));
            app.MapPost("/store/{index:int}", (HttpContext context, int index) => Attempt(() => Grid[index].Store(new SessionTarget(context.Session))));
            app.MapGet("/verify/{index:int}", (HttpContext context, int index) => Attempt(() => Grid[index].Verify(new SessionTarget(context.Session))));
        },
        options => options.MaxSessionBytes = 400_000);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCaseSource(nameof(Stored))]
    public async Task A_value_comes_back_in_a_later_request(int index)
    {
        using var browser = _app.NewBrowser();

        var stored = await browser.PostAsync($"/store/{index}");
        var read = await browser.GetAsync($"/verify/{index}");

        Assert.Multiple(() =>
        {
            Assert.That((stored.Status, stored.Text), Is.EqualTo((200, Verified)));
            Assert.That(stored.SetCookies, Has.Count.EqualTo(1));
            Assert.That((read.Status, read.Text), Is.EqualTo((200, Verified)));
        });
    }

    [TestCaseSource(nameof(Refused))]
    public async Task A_value_that_cannot_be_kept_is_refused_before_any_call(int index)
    {
        using var browser = _app.NewBrowser();
        await browser.PostAsync("/keep");
        var before = await _app.ItemAsync(browser.SessionCookie);
        _app.TakeCalls();

        var answer = await browser.PostAsync($"/store/{index}");

        var writes = _app.TakeCalls().Where(call => !call.IsRead);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Does.StartWith(nameof(ArgumentException)).And.Contains(Grid[index].Refusal!).And.Not.Contains(ValueGrid.Secret));
            Assert.That(writes, Is.Empty);
        });
        Assert.That((await browser.GetAsync("/kept")).Text, Is.EqualTo("kept"));
        Assert.That((await _app.ItemAsync(browser.SessionCookie))!["ver"].N, Is.EqualTo(before!["ver"].N));
    }

    private static IEnumerable<TestCaseData> Cases(Func<ValueGridCase, bool> predicate) => Grid
        .Select((gridCase, index) => (Case: gridCase, Index: index))
        .Where(pair => predicate(pair.Case))
        .Select(pair => new TestCaseData(pair.Index).SetArgDisplayNames(
            string.Create(CultureInfo.InvariantCulture, $"{pair.Index} {pair.Case.Name}")));

    private static string Attempt(Action action)
    {
        try
        {
            action();
            return Verified;
        }
        catch (Exception exception) when (exception is ArgumentException or AssertionException)
        {
            // The test sees the answer, not this thread.
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
