using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>A client cannot make its session cost more by sending more requests, or by sending them at the same time.</summary>
[Category(TestEngine.Category)]
public sealed class BoundedCostTests
{
    private const int MaxSessionBytes = 65_536;

    private SessionApp _app = null!;
    private Browser _browser = null!;
    private Rendezvous _rendezvous = null!;

    [SetUp]
    public async Task StartAsync()
    {
        // All commits have the same time.
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/increment", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/together/increment", async (HttpContext context) =>
                {
                    await _rendezvous.MeetAsync();
                    context.Session.Increment("count");
                });
                app.MapPost("/together/set/{name}/{bytes}", async (HttpContext context, string name, int bytes) =>
                {
                    await _rendezvous.MeetAsync();
                    context.Session.Set(name, new string('x', bytes));
                });
                app.MapPost("/together/append/{bytes}", async (HttpContext context, int bytes) =>
                {
                    await _rendezvous.MeetAsync();
                    context.Session.Append("list", new string('x', bytes));
                });
                app.MapPost("/set/{name}/{bytes}", (HttpContext context, string name, int bytes) => context.Session.Set(name, new string('x', bytes)));
            },
            options => options.MaxSessionBytes = MaxSessionBytes,
            clock: new ManualTimeProvider());
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/increment");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Any_rate_of_commits_costs_two_units_more_at_most()
    {
        _app.TakeCalls();
        for (var commit = 1; commit < 150; commit++)
        {
            Assert.That((await _browser.PostAsync("/increment")).Status, Is.EqualTo(200));
            Assert.That(_app.TakeCalls().Select(call => (call.Operation, IsCheap: call.Units <= 3)), Is.EqualTo(new[] { ("GetItem", true), ("UpdateItem", true) }), $"commit {commit}");
        }

        Assert.That(await CountAsync(), Is.EqualTo(150));
        Assert.That(await TokensAsync(), Is.LessThanOrEqualTo(64));
    }

    [TestCase(60)]
    [TestCase(200)]
    public async Task Any_number_of_parallel_commits_is_applied_once_each_and_leaves_a_bounded_record(int requests)
    {
        var answers = await TogetherAsync(requests, _ => "/together/increment");

        Assert.That(answers, Is.All.EqualTo(200));
        Assert.That(await CountAsync(), Is.EqualTo(requests + 1));
        Assert.That(await TokensAsync(), Is.LessThanOrEqualTo(80));
        await _browser.PostAsync("/increment");
        Assert.That(await CountAsync(), Is.EqualTo(requests + 2));
    }

    [Test]
    public async Task Parallel_requests_do_not_exceed_the_limit_together()
    {
        var answers = await TogetherAsync(6, request => $"/together/set/field{request}/30000");

        Assert.That(answers.Count(status => status == 200), Is.EqualTo(2), "Two of them fit.");
        Assert.That(answers.Count(status => status == 500), Is.EqualTo(4));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys.Count(name => name.StartsWith("field", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(
            _app.Logs.Own.GetSnapshot().Where(entry => entry.Exception is not null).Select(entry => entry.Exception!.Message),
            Is.All.Contains("The largest fields: 'field").And.All.Contains("MaxSessionBytes"));
    }

    [Test]
    public async Task Items_that_parallel_requests_append_count_too()
    {
        var answers = await TogetherAsync(20, _ => "/together/append/6000");

        Assert.That(answers.Count(status => status == 200), Is.EqualTo(10));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["list"].L, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Parallel_requests_that_fit_are_all_stored_although_the_bound_is_used_up()
    {
        // Each write of the same field raises the bound, but not the size.
        for (var write = 0; write < 7; write++)
        {
            Assert.That((await _browser.PostAsync("/set/big/20000")).Status, Is.EqualTo(200));
        }

        var answers = await TogetherAsync(20, request => $"/together/set/small{request}/2000");

        Assert.That(answers, Is.All.EqualTo(200));
        Assert.That(await _app.FieldsAsync(_browser.SessionCookie), Has.Count.EqualTo(22));
    }

    private async Task<int[]> TogetherAsync(int requests, Func<int, string> path)
    {
        _rendezvous = new Rendezvous(requests);
        var browsers = Enumerable.Range(0, requests).Select(_ => new Browser(_app.Address, cookies: new(_browser.Cookies))).ToArray();
        var answers = await Task.WhenAll(browsers.Select((browser, index) => browser.PostAsync(path(index))));
        foreach (var browser in browsers)
        {
            browser.Dispose();
        }

        return [.. answers.Select(answer => answer.Status)];
    }

    private async Task<int> CountAsync() => int.Parse((await _app.FieldsAsync(_browser.SessionCookie))["count"].N, CultureInfo.InvariantCulture);

    private async Task<int> TokensAsync() => (await _app.ItemAsync(_browser.SessionCookie))!["rt"].M.Count;

    /// <summary>Lets requests that have loaded the session go on together.</summary>
    private sealed class Rendezvous(int requests)
    {
        private readonly TaskCompletionSource _allHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = requests;

        public Task MeetAsync()
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _allHere.SetResult();
            }

            return _allHere.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
