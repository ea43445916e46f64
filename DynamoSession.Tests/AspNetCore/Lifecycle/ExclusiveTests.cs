using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Exclusive requests work on a session one after the other.</summary>
[Category(TestEngine.Category)]
public sealed class ExclusiveTests : LifecycleFixture
{
    private const string Exclusive = "exclusive";

    private protected override bool UsesRealTime => true;

    private LeaseQueues Queues => App.App.Services.GetRequiredService<LeaseQueues>();

    private DynamoSessionOptions Options => App.App.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;

    [SetUp]
    public Task StartTheSessionAsync() => RunAsync(session => session.Set("count", 0));

    [TearDown]
    public async Task AssertTheLeaseIsGivenBackAsync()
    {
        // The answer may arrive a moment before the request has ended.
        Assert.That(() => Queues.Count, Is.Zero.After(10_000, 10));
        if (Browser.SessionCookie is not null)
        {
            Assert.That(await ItemAsync(), Does.Not.ContainKey("lk").And.Not.ContainKey("lkx"));
        }
    }

    [TestCase(1, 0)]
    [TestCase(0, 1)]
    public async Task It_costs_the_write_that_takes_the_lease_besides_the_read(int increments, int releases)
    {
        App.App.TakeCalls();

        await RunAsync(session => session.Increment("count", increments), Exclusive);

        var calls = App.App.TakeCalls();
        Assert.That(calls.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem", "UpdateItem" }));
        Assert.That((bool)calls[0].Request["ConsistentRead"]!, Is.True);
        Assert.That(calls[1].NamedUpdateExpression, Does.StartWith("SET lk"));
        Assert.That(calls[2].NamedUpdateExpression, Does.EndWith("REMOVE lk, lkx"));
        Assert.That(calls[2].NamedUpdateExpression!.Contains("SET", StringComparison.Ordinal), Is.EqualTo(releases == 0));
    }

    [Test]
    public async Task The_next_waits_until_the_first_has_committed()
    {
        var order = new List<string>();
        var (first, release) = await HoldAsync(session =>
        {
            order.Add("first");
            session.Set("count", 1);
        });

        var second = RunAsync(session => order.Add($"second {session.Get<int>("count")}"), Exclusive);
        Assert.That(() => Queues.Count, Is.EqualTo(2).After(10_000, 10));
        release();
        await first;

        Assert.That((await second).Status, Is.EqualTo(200));
        Assert.That(order, Is.EqualTo(new[] { "first", "second 1" }));
    }

    [Test]
    public async Task A_request_that_waits_in_vain_is_told_to_retry()
    {
        Options.LeaseWait = TimeSpan.FromMilliseconds(300);
        var (first, release) = await HoldAsync(_ => { });

        var answer = await RunAsync(session => session.Set("count", 2), Exclusive);
        release();
        await first;

        Assert.That((answer.Status, answer.Header("Retry-After"), answer.SetCookies.Count), Is.EqualTo((423, "1", 0)));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 25), Is.EqualTo(1));
    }

    [TestCase("merge")]
    [TestCase("optimistic")]
    [TestCase("exclusive-read-only")]
    public async Task Other_requests_do_not_wait(string policy)
    {
        var (first, release) = await HoldAsync(session => session.Increment("count"));

        var other = policy == "exclusive-read-only"
            ? await App.AskAsync(session => session.Get<int>("count"), policy)
            : await RunAsync(session => session.Set("theme", "dark"), policy);
        release();

        Assert.That((other.Status, (await first).Status), Is.EqualTo((200, 200)));
    }

    [Test]
    public async Task A_lease_of_a_dead_holder_can_be_acquired_after_its_duration()
    {
        await TakeTheLeaseAsync();

        var answer = await RunAsync(session => session.Increment("count"), Exclusive);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("1"));
    }

    [TestCase("set")]
    [TestCase("renew")]
    public async Task A_holder_that_lost_its_lease_can_no_longer_write(string what)
    {
        Options.LeaseDuration = TimeSpan.FromSeconds(1);
        var (first, release) = await HoldAsync(session =>
        {
            session.Set("theme", "late");
            if (what == "renew")
            {
                session.RenewId();
            }
        });
        var second = await RunAsync(session => session.Increment("count"), Exclusive);
        release();

        var late = await first;
        Assert.That((second.Status, late.Status, late.SetCookies.Count), Is.EqualTo((200, 409, 0)));
        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "count" }));
    }

    [Test]
    public async Task A_request_that_throws_releases_the_lease()
    {
        var answer = await RunAsync(session => throw new InvalidOperationException("The endpoint's own."), Exclusive);

        Assert.That(answer.Status, Is.EqualTo(500));
    }

    [Test]
    public async Task An_explicit_commit_keeps_the_lease_and_the_last_gives_it_back()
    {
        await RunAsync(
            async session =>
            {
                session.Increment("count");
                await session.CommitAsync();
                Assert.That(await ItemAsync(), Does.ContainKey("lk"));
                await session.UpdateAsync<int>("count", count => count + 1);
                Assert.That(await ItemAsync(), Does.ContainKey("lk"));
                session.Increment("count");
            },
            Exclusive);

        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("3"));
    }

    [Test]
    public async Task A_renewal_ends_the_lease_with_the_old_id()
    {
        var old = Browser.SessionCookie!;

        await RunAsync(session => session.RenewId(), Exclusive);

        Assert.That(await ItemAsync(old), Does.ContainKey("dead").And.Not.ContainKey("lk"));
    }

    [Test]
    public async Task Destroy_ends_it_too()
    {
        var old = Browser.SessionCookie!;
        App.App.TakeCalls();

        await RunAsync(session => session.Destroy(), Exclusive);

        Assert.That(App.CountWrites(), Is.EqualTo(2), "taken, and ended");
        Assert.That(await ItemAsync(old), Does.ContainKey("dead").And.Not.ContainKey("lk"));
    }

    [Test]
    public async Task A_streaming_response_releases_it_with_its_commit()
    {
        var answer = await App.RequestAsync(
            async context =>
            {
                context.Session.Increment("count");
                await context.Response.WriteAsync("started");
                context.Session.Increment("count");
                return null;
            },
            Exclusive);

        Assert.That(answer.Text, Is.EqualTo("started"));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("2"));
    }

    [Test]
    public async Task Without_a_session_there_is_nothing_to_wait_for()
    {
        using var browser = App.App.NewBrowser();

        var answer = await RunAsync(session => session.Set("count", 1), Exclusive, browser);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
    }

    [Test]
    public async Task A_lease_that_cannot_be_released_is_logged_and_expires()
    {
        Options.LeaseDuration = TimeSpan.FromSeconds(1);
        App.App.TakeCalls();
        Wire.Before = (operation, _) => Task.FromResult(
            AttemptsToAcquire() == 1 ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = await App.AskAsync(session => session.Get<int>("count"), Exclusive);
        Assert.That(() => App.App.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 26), Is.EqualTo(1).After(5_000, 10));
        Wire.Before = null;

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "0")));
        Assert.That((await RunAsync(session => session.Increment("count"), Exclusive)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Twenty_requests_that_read_then_write_count_to_twenty()
    {
        Options.LeaseWait = TimeSpan.FromMinutes(1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            RunAsync(session => session.Set("count", session.Get<int>("count") + 1), Exclusive)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("20"));
    }

    private int AttemptsToAcquire() => App.App.Wire.Calls.Count(call => call.NamedUpdateExpression?.StartsWith("SET lk", StringComparison.Ordinal) == true);

    /// <summary>Sends an exclusive request that does not end until it is released.</summary>
    private async Task<(Task<Answer> Answer, Action Release)> HoldAsync(Action<IDynamoSession> script)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = RunAsync(
            async session =>
            {
                script(session);
                arrived.SetResult();
                await released.Task;
            },
            Exclusive);
        await arrived.Task;
        return (answer, released.SetResult);
    }

    /// <summary>As a process does that is killed before it can give the lease back.</summary>
    private async Task TakeTheLeaseAsync()
    {
        var table = App.App.Services.GetRequiredService<ISessionTable>();
        var lease = new SessionLease { Id = SessionId.PublicIdOf(Browser.SessionCookie!), Duration = TimeSpan.FromSeconds(1) };
        await table.AcquireAsync(lease, default);
    }
}
