using System.Diagnostics;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>While the table does not respond, endpoints with an optional session do not wait for it again and again.</summary>
[Category(TestEngine.Category)]
public sealed class OptionalOutageTests
{
    private static readonly TimeSpan IOTimeout = TimeSpan.FromSeconds(3);

    [Test]
    public async Task Optional_pages_give_up_at_once_and_recover_by_themselves()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/required", (HttpContext context) => context.Session.Get<int>("count"));
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
                app.MapGet("/optional", (HttpContext context) => $"{context.Session.IsAvailable} {context.Session.Get<int>("count")}").WithSessionPolicy(SessionAccess.Optional);
            },
            options => options.IOTimeout = IOTimeout);
        using var browser = app.NewBrowser();
        Assert.That((await browser.PostAsync("/set")).Status, Is.EqualTo(200));
        app.Wire.Before = (_, cancellationToken) => Wire.HangAsync(cancellationToken);
        for (var load = 0; load < 3; load++)
        {
            Assert.That((await browser.GetAsync("/optional")).Text, Is.EqualTo("False 0"));
        }

        var watch = Stopwatch.StartNew();
        for (var load = 0; load < 20; load++)
        {
            Assert.That((await browser.GetAsync("/optional")).Text, Is.EqualTo("False 0"));
        }

        Assert.That(watch.Elapsed, Is.LessThan(10 * IOTimeout), "20 pages would have waited 20 times.");
        Assert.That((await browser.GetAsync("/required")).Status, Is.EqualTo(503), "Pages that need the session still try.");

        app.Wire.Before = null;
        var isBack = false;
        for (var attempt = 0; attempt < 200 && !isBack; attempt++)
        {
            isBack = (await browser.GetAsync("/optional")).Text == "True 1";
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.That(isBack, Is.True);
        for (var load = 0; load < 5; load++)
        {
            Assert.That((await browser.GetAsync("/optional")).Text, Is.EqualTo("True 1"));
        }
    }

    [Test]
    public void One_load_a_second_tries_after_three_that_timed_out()
    {
        var clock = new ManualTimeProvider();
        var circuit = new LoadCircuit(clock);
        circuit.TimedOut();
        circuit.TimedOut();
        Assert.That(circuit.TryEnter(), Is.True);

        circuit.TimedOut();
        Assert.That(circuit.TryEnter(), Is.False);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((circuit.TryEnter(), circuit.TryEnter()), Is.EqualTo((true, false)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(circuit.TryEnter(), Is.True, "The one that tried has not come back.");

        circuit.Responded();
        Assert.That((circuit.TryEnter(), circuit.TryEnter()), Is.EqualTo((true, true)));
    }
}
