using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A session that is throttled gets no touches, so that the capacity goes to commits; others do, unless many are throttled.</summary>
public sealed class TouchCircuitTests
{
    private readonly ManualTimeProvider _clock = new();

    [Test]
    public void It_stays_open_for_twice_as_long_each_time_and_never_longer_than_half_a_minute()
    {
        var circuit = new Circuit(_clock);
        var pauses = new List<int>();

        for (var round = 0; round < 8; round++)
        {
            circuit.Open();
            var seconds = 0;
            for (; circuit.IsOpen; seconds++)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
            }

            pauses.Add(seconds);
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 30, 30, 30 }));
    }

    [Test]
    public void A_burst_of_refusals_counts_once_and_a_success_resets_the_count()
    {
        var circuit = new Circuit(_clock);
        for (var refusal = 0; refusal < 100; refusal++)
        {
            circuit.Open();
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(circuit.IsOpen, Is.False);

        circuit.Succeeded();
        circuit.Open();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(circuit.IsOpen, Is.False);
    }

    [Test]
    public async Task While_the_table_throttles_touches_are_shed_and_commits_still_tried_and_it_recovers_by_itself()
    {
        var table = new ThrottledTable(new InMemorySessionTable(_clock));
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
            },
            options => options.TouchAfter = TimeSpan.Zero,
            builder => builder.Services.Replace(ServiceDescriptor.Singleton<ISessionTable>(table)),
            _clock);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        table.Throttles = true;

        for (var request = 0; request < 5; request++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(300));
            Assert.That((await browser.GetAsync("/read")).Status, Is.EqualTo(200));
        }

        Assert.That(table.Touches, Is.EqualTo(1), "The others were shed.");
        table.Throttles = false;
        Assert.That((await browser.PostAsync("/set")).Status, Is.EqualTo(200), "Commits are tried.");
        _clock.Advance(TimeSpan.FromSeconds(2));
        await browser.GetAsync("/read");
        Assert.That(table.Touches, Is.EqualTo(2));
        Assert.That(app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 12), Is.EqualTo(1));
        Assert.That(app.Logs.Own.GetSnapshot().Any(entry => entry.Id.Id == 23), Is.True);
    }

    [Test]
    public async Task Only_a_touch_that_is_due_is_said_to_be_left_out()
    {
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
            },
            clock: _clock);
        using var browser = app.NewBrowser();
        using var stranger = app.NewBrowser();
        await browser.PostAsync("/set");
        foreach (var id in Enumerable.Range(0, 5))
        {
            app.Services.GetRequiredService<TouchCircuit>().Throttled($"{id}");
        }

        await browser.GetAsync("/read");
        await stranger.GetAsync("/read");

        Assert.That(app.Logs.Own.GetSnapshot().Select(entry => entry.Id.Id), Has.None.EqualTo(23));
    }

    [Test]
    public async Task One_throttled_session_does_not_keep_the_others_from_being_extended()
    {
        var table = new ThrottledTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var hot = app.NewBrowser();
        using var other = app.NewBrowser();
        await hot.PostAsync("/set");
        await other.PostAsync("/set");
        table.ThrottledSession = (await hot.GetAsync("/id")).Text;

        for (var minutes = 0; minutes < 60; minutes += 4)
        {
            _clock.Advance(TimeSpan.FromMinutes(4));
            for (var request = 0; request < 3; request++)
            {
                await hot.GetAsync("/read");
            }

            Assert.That((await other.GetAsync("/read")).Text, Is.EqualTo("1"), $"after {minutes + 4} minutes");
        }
    }

    [Test]
    public async Task Touches_of_all_are_shed_while_many_sessions_are_throttled_but_nobody_is_signed_out_by_that()
    {
        var table = new ThrottledTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var last = app.NewBrowser();
        var browsers = Enumerable.Range(0, 20).Select(_ => app.NewBrowser()).Append(last).ToArray();
        foreach (var browser in browsers)
        {
            await browser.PostAsync("/set");
        }

        table.Throttles = true;
        _clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var browser in browsers)
        {
            Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("1"));
        }

        Assert.That(table.Touches, Is.EqualTo(5), "The others were shed.");

        _clock.Advance(TimeSpan.FromMinutes(9));
        table.Throttles = false;
        app.Services.GetRequiredService<TouchCircuit>().Throttled("one more");
        Assert.That(app.Services.GetRequiredService<TouchCircuit>().IsOpen, Is.False, "The earlier ones no longer count.");
        foreach (var id in Enumerable.Range(0, 5))
        {
            app.Services.GetRequiredService<TouchCircuit>().Throttled($"{id}");
        }

        Assert.That((await last.GetAsync("/read")).Text, Is.EqualTo("1"));
        _clock.Advance(TimeSpan.FromMinutes(19));
        Assert.That((await last.GetAsync("/read")).Text, Is.EqualTo("1"), "In the last third of its life, a session is extended in spite of the circuit.");
        foreach (var browser in browsers)
        {
            browser.Dispose();
        }
    }

    private Task<SessionApp> StartAsync(ISessionTable table) => SessionApp.StartInMemoryAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
            app.MapGet("/id", (HttpContext context) => context.Session.Id);
            app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
        },
        services: builder => builder.Services.Replace(ServiceDescriptor.Singleton(table)),
        clock: _clock);

    private sealed class ThrottledTable(ISessionTable inner) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
    {
        public bool Throttles { get; set; }

        public string? ThrottledSession { get; set; }

        public int Touches { get; private set; }

        public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
            inner.LoadAsync(id, consistentRead, cancellationToken);

        public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
            inner.CreateAsync(creation, cancellationToken);

        public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

        public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken)
        {
            Touches++;
            return Throttles || id == ThrottledSession
                ? Task.FromException<SessionWriteStatus>(new SessionStoreException("throttled") { IsThrottled = true })
                : inner.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);
        }

        public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => inner.AcquireAsync(lease, cancellationToken);

        public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

        public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
            inner.FenceAsync(fence, cancellationToken);

        public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => inner.DetachOriginAsync(id, cancellationToken);

        public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => inner.DestroyAsync(id, cancellationToken);
    }
}
