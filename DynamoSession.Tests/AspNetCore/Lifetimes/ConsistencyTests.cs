using System.Net;
using System.Text;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>Strong and eventual reads. The engine is never stale, so a stale answer is injected.</summary>
[Category(TestEngine.Category)]
public sealed class ConsistencyTests
{
    [Test]
    public async Task An_eventual_read_costs_half()
    {
        await using var app = await StartAsync(SessionConsistency.Eventual);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();

        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("1"));

        var call = app.TakeCalls().Single();
        Assert.Multiple(() =>
        {
            Assert.That((bool?)call.Request["ConsistentRead"], Is.Not.True);
            Assert.That(call.Units, Is.EqualTo(0.5));
        });
    }

    [Test]
    public async Task A_miss_of_an_eventual_read_is_confirmed_by_one_strong_read()
    {
        await using var app = await StartAsync(SessionConsistency.Eventual);
        using var browser = app.NewBrowser();
        browser.SessionCookie = SessionId.NewSecret();

        await browser.GetAsync("/read");

        Assert.That(ConsistentReads(app), Is.EqualTo(new bool[] { false, true }));
    }

    [Test]
    public async Task A_session_that_the_replica_does_not_know_yet_is_found()
    {
        await using var app = await StartAsync(SessionConsistency.Eventual);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();
        AnswerTheNextRead(app, "{}");

        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("1"));
        Assert.That(ConsistentReads(app), Is.EqualTo(new bool[] { false, true }));
    }

    [Test]
    public async Task A_session_that_was_destroyed_is_not_read_twice()
    {
        await using var app = await StartAsync(SessionConsistency.Eventual);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        var old = browser.SessionCookie!;
        await browser.PostAsync("/destroy");
        browser.SessionCookie = old;
        app.TakeCalls();

        await browser.GetAsync("/read");

        Assert.That(ConsistentReads(app), Is.EqualTo(new bool[] { false }));
    }

    [TestCase("/strong", true)]
    [TestCase("/eventual", false)]
    [TestCase("/read", true)]
    public async Task The_endpoint_decides_before_the_application(string path, bool isConsistent)
    {
        await using var app = await StartAsync(SessionConsistency.Strong);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();

        await browser.GetAsync(path);

        Assert.That(ConsistentReads(app), Is.EqualTo(new bool[] { isConsistent }));
    }

    private static IEnumerable<bool> ConsistentReads(SessionApp app) =>
        app.TakeCalls().Where(call => call.IsRead).Select(call => (bool?)call.Request["ConsistentRead"] ?? false);

    private static void AnswerTheNextRead(SessionApp app, string body)
    {
        var isAnswered = 0;
        app.Wire.Before = (operation, _) => Task.FromResult(
            operation == "GetItem" && Interlocked.Exchange(ref isAnswered, 1) == 0
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") }
                : null);
    }

    private static Task<SessionApp> StartAsync(SessionConsistency consistency) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapGet("/read", Read);
            app.MapGet("/strong", Read).WithSessionPolicy(consistency: SessionConsistency.Strong);
            app.MapGet("/eventual", Read).WithSessionPolicy(consistency: SessionConsistency.Eventual);
            app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
            app.MapPost("/destroy", (HttpContext context) => context.GetDynamoSession().Destroy());
        },
        options => options.Consistency = consistency);

    private static int Read(HttpContext context) => context.Session.Get<int>("count");
}
