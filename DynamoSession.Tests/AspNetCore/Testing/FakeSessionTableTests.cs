using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>A whole application on the fake table.</summary>
public sealed class FakeSessionTableTests
{
    private readonly ManualTimeProvider _clock = new();
    private TaskCompletionSource _exclusiveBegan = null!;
    private TaskCompletionSource _exclusiveMayEnd = null!;
    private SessionApp _app = null!;
    private HttpClient _client = null!;

    private FakeSessionTable Table => _app.Services.GetRequiredService<FakeSessionTable>();

    [SetUp]
    public async Task StartTheApplication()
    {
        _exclusiveBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _exclusiveMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/", (HttpContext context) => context.Session.Get<int>("visits"));
                app.MapGet("/optional", (HttpContext context) => context.Session.IsAvailable ? "yours" : "for everybody").WithSessionPolicy(SessionAccess.Optional);
                app.MapGet("/eventual", (HttpContext context) => context.Session.Get<int>("visits")).WithSessionPolicy(SessionAccess.ReadOnly, SessionConsistency.Eventual);
                app.MapPost("/visit", (HttpContext context) => context.Session.Increment("visits"));
                app.MapPost("/optimistic", (HttpContext context) => context.Session.Increment("visits")).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
                app.MapPost("/exclusive", async (HttpContext context) =>
                {
                    _exclusiveBegan.TrySetResult();
                    await _exclusiveMayEnd.Task;
                    context.Session.Set("visits", context.Session.Get<int>("visits") + 1);
                }).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                app.MapPost("/login", (HttpContext context) =>
                {
                    context.GetDynamoSession().RenewId();
                    context.GetDynamoSession().UserId = "42";
                });
                app.MapPost("/logout", (HttpContext context) => context.GetDynamoSession().Destroy());
            },
            services: builder => builder.Services.AddDynamoSession(options => options.LeaseWait = TimeSpan.FromSeconds(60)).UseFakeTable(),
            clock: _clock);
        _client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = _app.Address };
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_seeded_session_is_found_by_its_cookie()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));

        var answer = await SendAsync(HttpMethod.Get, "/", cookie);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("3"));
        Assert.That(Table.Calls.Select(call => call.Operation), Is.EqualTo(new[] { SessionTableOperation.Load }));
        Assert.That(Table.Writes, Is.Empty);
    }

    [Test]
    public async Task What_a_request_has_stored_can_be_read()
    {
        var cookie = await Table.SignInAsync("42", session => session.Set("visits", 3));

        await SendAsync(HttpMethod.Post, "/visit", cookie);
        var stored = await Table.ReadAsync(cookie);

        Assert.That(stored!.Get<int>("visits"), Is.EqualTo(4));
        Assert.That(stored.Get(new SessionField<int>("visits")), Is.EqualTo(4));
        Assert.That(stored.TryGet<int>("other", out _), Is.False);
        Assert.That(stored.Fields, Is.EqualTo(new Dictionary<string, object?> { ["visits"] = 4 }));
        Assert.That(stored.UserId, Is.EqualTo("42"));
        Assert.That(stored.CreatedAt, Is.EqualTo(_clock.GetUtcNow()));
        Assert.That(stored.ExpiresAt, Is.EqualTo(_clock.GetUtcNow().AddMinutes(20)));
        Assert.That(stored.IdleTimeout, Is.Null);
        stored.ShouldEqual(session =>
        {
            session.UserId = "42";
            session.Set("visits", 4);
        });
    }

    [Test]
    public async Task A_stored_session_that_is_another_is_shown_by_field()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        var stored = await Table.ReadAsync(cookie);

        Assert.That(
            () => stored!.ShouldEqual(session =>
            {
                session.UserId = "42";
                session.IdleTimeout = TimeSpan.FromHours(1);
                session.Set("visits", 4);
                session.Set("theme", "dark");
            }),
            Throws.TypeOf<SessionAssertionException>().With.Message.EqualTo(string.Join(
                Environment.NewLine,
                "The stored session is not as expected:",
                """  theme: expected "dark", was absent""",
                "  visits: expected 4, was 3",
                "  UserId: expected 42, was none",
                "  IdleTimeout: expected 01:00:00, was none")));
    }

    [Test]
    public async Task A_session_that_is_not_there_is_not_the_expected_one()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        _clock.Advance(TimeSpan.FromHours(1));

        await Assert.ThatAsync(
            () => Table.ReadAsync(cookie).ShouldEqualAsync(session => session.Set("visits", 3)),
            Throws.TypeOf<SessionAssertionException>().With.Message.Contains("no stored session"));
    }

    [Test]
    public async Task Calls_say_whose_they_are()
    {
        var first = await Table.SeedAsync(session => session.Set("visits", 1));
        var second = await Table.SeedAsync(session => session.Set("visits", 2));
        await SendAsync(HttpMethod.Post, "/visit", first);
        await SendAsync(HttpMethod.Get, "/", second);

        var id = (await Table.ReadAsync(second))!.Id;

        Assert.That(Table.Calls.Where(call => call.SessionId == id).Select(call => call.Operation), Is.EqualTo(new[] { SessionTableOperation.Load }));
    }

    [Test]
    public async Task A_seeded_session_is_not_a_recent_write_of_the_browser()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
        services.AddDynamoSession(options => options.Consistency = SessionConsistency.ReadYourWrites).UseFakeTable();
        var table = services.BuildServiceProvider().GetRequiredService<FakeSessionTable>();

        var cookie = await table.SeedAsync(session => session.Set("visits", 3));

        Assert.That(cookie.Split("; ").Select(pair => pair.Split('=')[0]), Is.EqualTo(new[] { "__Host-sid" }));
    }

    [Test]
    public async Task Writes_say_what_they_wrote()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        await SendAsync(HttpMethod.Post, "/visit", cookie);

        var before = Table.Writes.Select(call => call.ToString()).ToArray();
        Table.ClearCalls();

        Assert.That(before, Is.EqualTo(new[] { "Commit (visits: incremented by 1)" }));
        Assert.That(Table.Calls, Is.Empty);
    }

    [Test]
    public async Task After_a_sign_in_the_session_is_found_by_the_response()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));

        var answer = await SendAsync(HttpMethod.Post, "/login", cookie);
        var stored = await Table.ReadAsync(answer);

        Assert.That(stored!.UserId, Is.EqualTo("42"));
        Assert.That(await Table.ReadAsync(cookie), Is.Null);
        Assert.That((await Table.ListAsync()).Select(session => session.Id), Is.EqualTo(new[] { stored.Id }));
    }

    [Test]
    public async Task After_a_sign_out_there_is_no_session()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));

        var answer = await SendAsync(HttpMethod.Post, "/logout", cookie);

        Assert.That(await Table.ReadAsync(answer), Is.Null);
        Assert.That(await Table.ReadAsync(cookie), Is.Null);
        Assert.That(await Table.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_response_without_a_cookie_keeps_the_requests_session()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));

        var answer = await SendAsync(HttpMethod.Post, "/visit", cookie);

        Assert.That((await Table.ReadAsync(answer))!.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task Time_moves_with_the_applications_clock()
    {
        var cookie = await Table.SeedAsync(session =>
        {
            session.Set("visits", 3);
            session.IdleTimeout = TimeSpan.FromHours(1);
        });

        _clock.Advance(TimeSpan.FromMinutes(59));
        var soon = await Table.ReadAsync(cookie);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(soon!.IdleTimeout, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(await Table.ReadAsync(cookie), Is.Null);
    }

    [Test]
    public void An_empty_session_is_not_stored() =>
        Assert.That(() => Table.SeedAsync(_ => { }), Throws.InvalidOperationException.With.Message.Contains("Nothing was set"));

    [Test]
    public async Task The_tests_own_calls_are_neither_noted_nor_failing()
    {
        Table.Faults.MakeUnavailable();

        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        var stored = await Table.ReadAsync(cookie);
        stored!.ShouldEqual(session => session.Set("visits", 3));

        Assert.That(await Table.ListAsync(), Has.Count.EqualTo(1));
        Assert.That(Table.Calls, Is.Empty);
    }

    [TestCase("unavailable")]
    [TestCase("throttled")]
    [TestCase("slow")]
    public async Task While_the_table_fails_the_answer_is_503(string fault)
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        Inflict(fault, SessionTableCallKinds.All);

        var required = await SendAsync(HttpMethod.Get, "/", cookie);
        var optional = await SendAsync(HttpMethod.Get, "/optional", cookie);
        var newcomer = await SendAsync(HttpMethod.Get, "/", cookie: null);
        Table.Faults.Recover();
        var afterwards = await SendAsync(HttpMethod.Get, "/", cookie);

        Assert.That((int)required.StatusCode, Is.EqualTo(503));
        Assert.That(await optional.Content.ReadAsStringAsync(), Is.EqualTo("for everybody"));
        Assert.That((int)newcomer.StatusCode, Is.EqualTo(200));
        Assert.That(await afterwards.Content.ReadAsStringAsync(), Is.EqualTo("3"));
    }

    [TestCase("unavailable", 3)]
    [TestCase("throttled", 3)]
    [TestCase("slow", 4)]
    public async Task A_commit_that_fails_is_503_and_only_a_slow_one_is_applied(string fault, int visits)
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        Inflict(fault, SessionTableCallKinds.Writes);

        var answer = await SendAsync(HttpMethod.Post, "/visit", cookie);

        Assert.That((int)answer.StatusCode, Is.EqualTo(503));
        Assert.That((await Table.ReadAsync(cookie))!.Get<int>("visits"), Is.EqualTo(visits));
    }

    [Test]
    public async Task A_conflict_is_409_where_it_matters()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));

        Table.Faults.ConflictAtNextCommit(other => other.Set("theme", "dark"));
        var optimistic = await SendAsync(HttpMethod.Post, "/optimistic", cookie);
        Table.Faults.ConflictAtNextCommit(other => other.Set("theme", "light"));
        var merged = await SendAsync(HttpMethod.Post, "/visit", cookie);

        Assert.That((int)optimistic.StatusCode, Is.EqualTo(409));
        Assert.That((int)merged.StatusCode, Is.EqualTo(200));
        await Table.ReadAsync(cookie).ShouldEqualAsync(session =>
        {
            session.Set("visits", 4);
            session.Set("theme", "light");
        });
    }

    [Test]
    public async Task A_session_that_ends_meanwhile_is_409()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        Table.Faults.EndSessionAtNextCommit();

        var answer = await SendAsync(HttpMethod.Post, "/visit", cookie);

        Assert.That((int)answer.StatusCode, Is.EqualTo(409));
        Assert.That(await Table.ReadAsync(cookie), Is.Null);
    }

    [Test]
    public async Task Stale_reads_are_seen_by_eventual_endpoints_alone()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        Table.Faults.ServeStaleReads();
        await SendAsync(HttpMethod.Post, "/visit", cookie);

        var eventual = await SendAsync(HttpMethod.Get, "/eventual", cookie);
        var strong = await SendAsync(HttpMethod.Get, "/", cookie);

        Assert.That(await eventual.Content.ReadAsStringAsync(), Is.EqualTo("3"));
        Assert.That(await strong.Content.ReadAsStringAsync(), Is.EqualTo("4"));
    }

    [Test]
    public async Task Parallel_requests_do_not_use_up_each_others_time()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 0));
        Table.Faults.SlowDown(TimeSpan.FromSeconds(4));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(HttpMethod.Post, "/visit", cookie)));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Has.All.EqualTo(200));
        Assert.That((await Table.ReadAsync(cookie))!.Get<int>("visits"), Is.EqualTo(20));
    }

    [Test]
    public async Task In_development_the_cookie_serves_http_and_https()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
        services.AddDynamoSession().UseFakeTable();
        var table = services.BuildServiceProvider().GetRequiredService<FakeSessionTable>();

        var cookie = await table.SeedAsync(session => session.Set("visits", 3));

        var pairs = cookie.Split("; ").Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.That(pairs.Keys, Is.EquivalentTo(new[] { "__Host-sid", "sid" }));
        Assert.That(pairs["sid"], Is.EqualTo(pairs["__Host-sid"]));
        Assert.That((await table.ReadAsync($"sid={pairs["sid"]}"))!.Get<int>("visits"), Is.EqualTo(3));
    }

    [Test]
    public async Task Exclusive_requests_run_one_after_the_other_although_the_clock_stands_still()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 0));

        var first = SendAsync(HttpMethod.Post, "/exclusive", cookie);
        await _exclusiveBegan.Task;
        var second = SendAsync(HttpMethod.Post, "/exclusive", cookie);
        Assert.That(() => _app.Services.GetRequiredService<LeaseQueues>().Count, Is.EqualTo(2).After(10_000, 10));
        _exclusiveMayEnd.SetResult();
        var answers = await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Has.All.EqualTo(200));
        Assert.That((await Table.ReadAsync(cookie))!.Get<int>("visits"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_exclusive_request_that_never_ends_lets_the_next_in_when_its_lease_is_over_by_the_applications_clock()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 0));
        var first = SendAsync(HttpMethod.Post, "/exclusive", cookie);
        await _exclusiveBegan.Task;
        var second = SendAsync(HttpMethod.Post, "/exclusive", cookie);
        Assert.That(() => _app.Services.GetRequiredService<LeaseQueues>().Count, Is.EqualTo(2).After(10_000, 10));

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(() => Table.Calls.Count(call => call.Operation == SessionTableOperation.Acquire), Is.EqualTo(2).After(10_000, 10));
        _exclusiveMayEnd.SetResult();
        var answers = await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 409, 200 }));
    }

    [Test]
    public async Task A_lease_that_is_not_released_expires_by_the_applications_clock()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 0));
        _app.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.LeaseWait = TimeSpan.FromMilliseconds(100);
        _exclusiveMayEnd.SetResult();

        var lease = new SessionLease { Id = (await Table.ReadAsync(cookie))!.Id, Duration = TimeSpan.FromSeconds(30) };
        await ((ISessionLeaseTable)_app.Services.GetRequiredService<ISessionTable>()).AcquireAsync(lease, default);
        var locked = await SendAsync(HttpMethod.Post, "/exclusive", cookie).WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(31));
        var free = await SendAsync(HttpMethod.Post, "/exclusive", cookie).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(new[] { locked, free }.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 423, 200 }));
    }

    [Test]
    public async Task A_lease_whose_acquisition_was_too_slow_is_released()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 0));
        _app.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.LeaseWait = TimeSpan.FromMilliseconds(100);
        _exclusiveMayEnd.SetResult();

        Table.Faults.SlowDown(TimeSpan.FromSeconds(10), SessionTableCallKinds.Writes);
        var tooSlow = await SendAsync(HttpMethod.Post, "/exclusive", cookie);
        Table.Faults.Recover();
        Assert.That(
            () => Table.Calls.Select(call => call.Operation),
            Is.EqualTo(new[] { SessionTableOperation.Load, SessionTableOperation.Acquire, SessionTableOperation.Release }).After(10_000, 10));
        var next = await SendAsync(HttpMethod.Post, "/exclusive", cookie).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(new[] { tooSlow, next }.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 503, 200 }));
    }

    [Test]
    public async Task What_is_expected_leaves_no_session_behind()
    {
        var cookie = await Table.SeedAsync(session => session.Set("visits", 3));
        var stored = await Table.ReadAsync(cookie);

        stored!.ShouldEqual(session => session.UpdateAsync<int>("visits", visits => visits + 3));

        Assert.That((await Table.ListAsync()).Select(session => session.Id), Is.EqualTo(new[] { stored.Id }));
    }

    private void Inflict(string fault, SessionTableCallKinds calls)
    {
        switch (fault)
        {
            case "unavailable":
                Table.Faults.MakeUnavailable(calls);
                break;
            case "throttled":
                Table.Faults.Throttle(calls);
                break;
            default:
                Table.Faults.SlowDown(TimeSpan.FromSeconds(30), calls);
                break;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await _client.SendAsync(request);
    }
}
