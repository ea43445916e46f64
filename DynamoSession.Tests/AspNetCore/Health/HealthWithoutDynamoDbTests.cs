using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DynamoSession.Tests.AspNetCore.Health;

/// <summary>The health check on other tables than DynamoDB's, and what it says of throttled calls.</summary>
public sealed class HealthWithoutDynamoDbTests
{
    private readonly ManualTimeProvider _clock = new();

    [Test]
    public async Task Sessions_in_memory_are_healthy()
    {
        await using var app = await StartAsync(_ => { });

        var (httpStatus, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Healthy"));
            Assert.That((string?)data["table"], Is.EqualTo("in memory"));
            Assert.That(data.Select(fact => fact.Key), Is.EquivalentTo(new[] { "table", "throttledCalls", "shedTouches" }));
        });
    }

    [Test]
    public async Task A_table_of_the_application_s_own_is_read_too()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);

        table.Failure = new SessionStoreException("The table of this test is closed.");
        var (httpStatus, status, description, _) = await HealthEndpoint.AskAsync(app);

        Assert.That(httpStatus, Is.EqualTo(503));
        Assert.That(status, Is.EqualTo("Unhealthy"));
        Assert.That(description, Is.EqualTo("The table of this test is closed."));
    }

    [Test]
    public async Task A_fake_table_in_memory_fails_on_demand()
    {
        await using var app = await StartAsync(services => services.AddDynamoSession().UseFakeTable());
        var (_, healthy, _, data) = await HealthEndpoint.AskAsync(app);
        Assert.That(healthy, Is.EqualTo("Healthy"));
        Assert.That((string?)data["table"], Is.EqualTo("in memory"));

        app.Services.GetRequiredService<FakeSessionTable>().Faults.MakeUnavailable();
        var (httpStatus, status, _, _) = await HealthEndpoint.AskAsync(app);

        Assert.That(httpStatus, Is.EqualTo(503));
        Assert.That(status, Is.EqualTo("Unhealthy"));
    }

    [Test]
    public async Task Throttled_calls_are_degraded_until_a_check_has_told_of_them_and_a_minute_has_passed()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        table.Failure = Throttled();
        await browser.GetAsync("/read");
        table.Failure = null;

        _clock.Advance(TimeSpan.FromMinutes(5));
        var (httpStatus, first, description, data) = await HealthEndpoint.AskAsync(app);
        var (_, second, _, _) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(first, Is.EqualTo("Degraded"), "It was throttled since the last check, of which there was none.");
            Assert.That(description, Does.Contain("DynamoDB throttled calls: 1 since the application started").And.Contain("on-demand billing"));
            Assert.That((long?)data["throttledCalls"], Is.EqualTo(1));
            Assert.That(second, Is.EqualTo("Healthy"));
        });
    }

    [Test]
    public async Task Within_a_minute_every_check_tells_of_throttled_calls()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        table.Failure = Throttled();
        await browser.GetAsync("/read");
        table.Failure = null;

        var (_, first, _, _) = await HealthEndpoint.AskAsync(app);
        _clock.Advance(TimeSpan.FromSeconds(59));
        var (_, second, _, _) = await HealthEndpoint.AskAsync(app);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var (_, third, _, _) = await HealthEndpoint.AskAsync(app);

        Assert.That(new[] { first, second, third }, Is.EqualTo(new[] { "Degraded", "Degraded", "Healthy" }));
    }

    [Test]
    public async Task A_throttled_write_counts_even_if_a_later_attempt_succeeds()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        table.FailCreate = Throttled();

        Assert.That((await browser.PostAsync("/set")).Status, Is.EqualTo(200));

        var (_, status, _, data) = await HealthEndpoint.AskAsync(app);
        Assert.That(status, Is.EqualTo("Degraded"));
        Assert.That((long?)data["throttledCalls"], Is.EqualTo(1));
    }

    [TestCase("/renew")]
    [TestCase("/sign-out")]
    public async Task A_throttled_call_counts_once_whatever_it_was_part_of(string path)
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        table.FailCreate = table.FailDestroy = new("throttled") { IsThrottled = true, IsTransient = false };

        Assert.That((await browser.PostAsync(path)).Status, Is.EqualTo(503));

        var (_, _, _, data) = await HealthEndpoint.AskAsync(app);
        Assert.That((long?)data["throttledCalls"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_throttled_attempt_counts_once_although_the_deadline_ends_the_next_one()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        table.FailCreate = Throttled();
        table.HangsAfterwards = true;

        var answer = browser.PostAsync("/set");
        await table.Hanging;
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await answer).Status, Is.EqualTo(503));
        var (_, _, _, data) = await HealthEndpoint.AskAsync(app);
        Assert.That((long?)data["throttledCalls"], Is.EqualTo(1));
    }

    [Test]
    public async Task Touches_that_were_skipped_are_degraded()
    {
        var table = new FailingTable(new InMemorySessionTable(_clock));
        await using var app = await StartAsync(table);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        _clock.Advance(TimeSpan.FromMinutes(3));
        table.FailTouch = Throttled();
        await browser.GetAsync("/read");
        await browser.GetAsync("/read");

        var (httpStatus, status, description, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Degraded"));
            Assert.That(description, Does.Contain("DynamoDB throttled calls: 1").And.Contain("Sessions were not extended because of that, and may expire early: 1 times"));
            Assert.That((long?)data["shedTouches"], Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Without_sessions_the_check_says_what_is_missing()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddDynamoSession();
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(report.Entries["dynamosession"].Description, Does.Contain("Call builder.Services.AddDynamoSession() too."));
    }

    private Task<SessionApp> StartAsync(FailingTable table) => StartAsync(services => services.Replace(ServiceDescriptor.Singleton<ISessionTable>(table)));

    private Task<SessionApp> StartAsync(Action<IServiceCollection> services) => SessionApp.StartInMemoryAsync(
        app =>
        {
            app.UseDynamoSession();
            HealthEndpoint.Map(app);
            app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
            app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
            app.MapPost("/renew", (HttpContext context) => context.GetDynamoSession().RenewId());
            app.MapPost("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
        },
        services: builder =>
        {
            HealthEndpoint.Register(builder);
            services(builder.Services);
        },
        clock: _clock);

    private static SessionStoreException Throttled() => new("throttled") { IsThrottled = true };

    private sealed class FailingTable(ISessionTable inner) : DelegatingSessionTable(inner)
    {
        private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SessionStoreException? Failure { get; set; }

        public SessionStoreException? FailTouch { get; set; }

        /// <summary>Gets or sets how the next creation fails.</summary>
        public SessionStoreException? FailCreate { get; set; }

        public SessionStoreException? FailDestroy { get; set; }

        public bool HangsAfterwards { get; set; }

        public Task Hanging => _hanging.Task;

        public override Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) =>
            FailDestroy is { } failure ? Task.FromException<bool>(failure) : base.DestroyAsync(id, cancellationToken);

        public override Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
            Failure is { } failure ? Task.FromException<SessionLoadResult>(failure) : base.LoadAsync(id, consistentRead, cancellationToken);

        public override Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
            FailTouch is { } failure ? Task.FromException<SessionWriteStatus>(failure) : base.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

        public override Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
        {
            if (FailCreate is { } failure)
            {
                FailCreate = null;
                return Task.FromException<SessionWriteStatus>(failure);
            }

            if (HangsAfterwards)
            {
                _hanging.TrySetResult();
                return new TaskCompletionSource<SessionWriteStatus>().Task.WaitAsync(cancellationToken);
            }

            return base.CreateAsync(creation, cancellationToken);
        }
    }
}
