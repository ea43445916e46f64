using System.Collections.Concurrent;
using System.Net;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>How exclusive requests wait, and what that costs.</summary>
[Category(TestEngine.Category)]
public sealed class ExclusiveQueueTests : LifecycleFixture
{
    private const string Exclusive = "exclusive";

    private readonly ConcurrentQueue<int> _order = new();

    private protected override bool UsesRealTime => true;

    private LeaseQueues Queues => App.App.Services.GetRequiredService<LeaseQueues>();

    private DynamoSessionOptions Options => App.App.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;

    private ISessionTable Table => App.App.Services.GetRequiredService<ISessionTable>();

    [SetUp]
    public async Task StartTheSessionAsync()
    {
        _order.Clear();
        Options.LeaseWait = TimeSpan.FromMinutes(1);
        await RunAsync(session => session.Set("count", 0));
        App.App.TakeCalls();
    }

    [TearDown]
    public void AssertThatNothingIsLeftInTheQueues() => Assert.That(() => Queues.Count, Is.Zero.After(10_000, 10));

    [Test]
    public async Task While_another_process_holds_the_lease_one_of_twenty_polls_by_reads_and_then_they_run_in_order_of_arrival()
    {
        var lease = await HoldInAnotherProcessAsync();
        var began = TimeProvider.System.GetTimestamp();
        var requests = QueueUp(20);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);

        // The pauses are at least 25, 50, 100, 200 and 400 ms, and then 500 ms each.
        var whileHeld = App.App.TakeCalls();
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Assert.That(whileHeld.Select(call => call.Operation), Is.All.EqualTo("GetItem"));
        Assert.That(whileHeld, Has.Count.InRange(2, (int)(8 + (2 * seconds))));

        await Table.RequireLeases().ReleaseAsync(lease, default);
        var answers = await Task.WhenAll(requests);

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(_order, Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(App.CountWrites(), Is.EqualTo(1 + (20 * 2)), "The lease given back, and for each request the lease and the commit.");
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("20"));
    }

    [Test]
    public async Task Requests_that_wait_for_one_of_their_process_call_nothing_and_run_in_order_of_arrival()
    {
        var (first, release) = await HoldAsync();
        App.App.TakeCalls();
        var requests = QueueUp(8);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.That(App.App.TakeCalls(), Is.Empty);

        release();
        await first;
        var answers = await Task.WhenAll(requests);

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(_order, Is.EqualTo(Enumerable.Range(0, 8)));
        var calls = App.App.TakeCalls();
        Assert.That((calls.Count(call => call.IsRead), calls.Count(call => !call.IsRead)), Is.EqualTo((8, 1 + (8 * 2))), "No read found the lease held.");
    }

    [Test]
    public async Task Twelve_reloads_of_a_page_that_takes_a_while_are_all_answered()
    {
        Options.LeaseWait = TimeSpan.FromSeconds(10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RunAsync(
            async session =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
                session.Set("count", session.Get<int>("count") + 1);
            },
            Exclusive)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("12"));
    }

    [Test]
    public async Task Two_hosts_exclude_each_other()
    {
        await using var other = await ScriptedApp.StartAsync(
            options => options.LeaseWait = TimeSpan.FromMinutes(1), TimeProvider.System, tableName: App.App.TableName);
        other.Browser.SessionCookie = Browser.SessionCookie;
        var running = 0;
        var overlaps = 0;
        async Task CountAsync(IDynamoSession session)
        {
            overlaps += Interlocked.Increment(ref running) - 1;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            session.Set("count", session.Get<int>("count") + 1);
            Interlocked.Decrement(ref running);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[] { App.RunAsync(CountAsync, Exclusive), other.RunAsync(CountAsync, Exclusive) }));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(((await FieldsAsync())["count"].N, overlaps), Is.EqualTo(("20", 0)));
    }

    [Test]
    public async Task An_id_without_a_live_session_costs_a_read([Values("unknown", "signed out", "expired")] string kind)
    {
        using var browser = App.Twin();
        switch (kind)
        {
            case "unknown":
                browser.SessionCookie = SessionId.NewSecret();
                break;
            case "signed out":
                await RunAsync(session => session.Destroy());
                break;
            default:
                await ExpireAsync(Browser.SessionCookie!);
                break;
        }

        App.App.TakeCalls();
        var answer = await App.AskAsync(session => session.Keys.Count(), Exclusive, browser);

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "0")));
        Assert.That(App.App.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
    }

    [Test]
    public async Task Who_comes_when_too_many_wait_is_told_at_once_to_come_again()
    {
        var (first, release) = await HoldAsync();
        var requests = QueueUp(LeaseQueues.MaxWaiting);
        App.App.TakeCalls();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(session => session.Set("count", -1), Exclusive))).WaitAsync(TimeSpan.FromSeconds(30));
        var calls = App.App.TakeCalls();
        var waiting = Queues.Count;
        release();
        await first;
        await Task.WhenAll(requests);

        Assert.That(answers.Select(answer => (answer.Status, answer.Header("Retry-After"), answer.SetCookies.Count)), Is.All.EqualTo((423, "1", 0)));
        Assert.That((calls.Count, waiting), Is.EqualTo((0, 1 + LeaseQueues.MaxWaiting)));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 60), Is.EqualTo(3));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo($"{LeaseQueues.MaxWaiting}"));
    }

    [Test]
    public async Task Clients_that_have_left_cause_no_call_and_their_endpoints_do_not_run([Values] bool isHeldByAnotherProcess)
    {
        Func<Task> end;
        if (isHeldByAnotherProcess)
        {
            var lease = await HoldInAnotherProcessAsync();
            end = () => Table.RequireLeases().ReleaseAsync(lease, default);
        }
        else
        {
            var (first, release) = await HoldAsync();
            App.App.TakeCalls();
            end = () =>
            {
                release();
                return first;
            };
        }

        var before = Queues.Count;
        var browsers = Enumerable.Range(0, 20).Select(_ => App.Twin()).ToArray();
        var requests = QueueUp(20, browsers);
        foreach (var browser in browsers)
        {
            browser.Dispose();
        }

        foreach (var request in requests)
        {
            Assert.CatchAsync(() => request);
        }

        Assert.That(() => Queues.Count, Is.EqualTo(before).After(10_000, 10));
        Assert.That(App.CountWrites(), Is.Zero);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        Assert.That(App.App.TakeCalls(), Is.Empty);
        await end();
        Assert.That(_order, Is.Empty);
    }

    [Test]
    public async Task When_the_one_that_polls_leaves_the_next_goes_on_for_it()
    {
        var lease = await HoldInAnotherProcessAsync();
        var leaving = App.Twin();
        var requests = QueueUp(2, [leaving, App.Twin()]);

        leaving.Dispose();
        Assert.CatchAsync(() => requests[0]);
        Assert.That(() => Queues.Count, Is.EqualTo(1).After(10_000, 10));
        await Table.RequireLeases().ReleaseAsync(lease, default);

        Assert.That((await requests[1]).Status, Is.EqualTo(200));
        Assert.That(_order, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_client_that_leaves_while_its_lease_is_acquired_gives_it_back_and_its_endpoint_does_not_run()
    {
        var (first, release) = await HoldAsync();
        var leaving = App.Twin();
        var requests = QueueUp(1, [leaving]);
        var acquired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Wire.After = async (_, _) =>
        {
            if (Wire.Calls.Last().NamedUpdateExpression?.StartsWith("SET lk", StringComparison.Ordinal) == true)
            {
                acquired.SetResult();
                await held.Task;
            }
        };

        release();
        await first;
        await acquired.Task.WaitAsync(TimeSpan.FromSeconds(20));
        leaving.Dispose();
        Assert.CatchAsync(() => requests[0]);

        // Until the server has noticed.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        held.SetResult();

        Assert.That(() => Queues.Count, Is.Zero.After(10_000, 10));
        Assert.That(await ItemAsync(), Does.Not.ContainKey("lk"));
        Assert.That(_order, Is.Empty);
    }

    [Test]
    public async Task Who_never_ends_keeps_the_others_waiting_for_the_leases_duration()
    {
        Options.LeaseDuration = TimeSpan.FromSeconds(1);
        var (first, release) = await HoldAsync();
        Options.LeaseDuration = TimeSpan.FromSeconds(30);
        var requests = QueueUp(3);

        var answers = await Task.WhenAll(requests);
        var wasRunning = !first.IsCompleted;
        release();
        await first;

        Assert.That((wasRunning, answers.Select(answer => answer.Status)), Is.EqualTo((true, new[] { 200, 200, 200 })));
        Assert.That(_order, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task A_failure_of_the_table_is_of_the_request_that_met_it_alone()
    {
        var (first, release) = await HoldAsync();
        var requests = QueueUp(2);
        var failures = 0;
        Wire.Before = (operation, _) => Task.FromResult(
            operation == "GetItem" && Interlocked.Increment(ref failures) == 1 ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        release();
        await first;
        var answers = await Task.WhenAll(requests);

        Assert.That(answers.Select(answer => answer.Status), Is.EqualTo(new[] { 503, 200 }));
    }

    [Test]
    public async Task Requests_that_throw_destroy_or_renew_let_the_next_one_go_on([Values("throw", "destroy", "renew", "explicit", "stream")] string how)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = App.RequestAsync(
            async context =>
            {
                arrived.SetResult();
                await goOn.Task;
                var session = context.GetDynamoSession();
                switch (how)
                {
                    case "throw":
                        throw new InvalidOperationException("The endpoint's own.");
                    case "destroy":
                        session.Destroy();
                        break;
                    case "renew":
                        session.RenewId();
                        break;
                    case "explicit":
                        session.Increment("count");
                        await session.CommitAsync();
                        break;
                    default:
                        session.Increment("count");
                        await context.Response.WriteAsync("started");
                        session.Increment("count");
                        break;
                }

                return null;
            },
            Exclusive,
            App.Twin());
        await arrived.Task;
        var next = App.AskAsync(session => session.Keys.Count(), Exclusive, App.Twin());
        Assert.That(() => Queues.Count, Is.EqualTo(2).After(10_000, 10));

        goOn.SetResult();

        Assert.That((await first).Status, Is.EqualTo(how == "throw" ? 500 : 200));
        Assert.That((await next.WaitAsync(TimeSpan.FromSeconds(20))).Status, Is.EqualTo(200));
    }

    /// <summary>Sends requests that count, each after the one before has joined the queue.</summary>
    private Task<Answer>[] QueueUp(int count, Browser[]? browsers = null)
    {
        var before = Queues.Count;
        var requests = new Task<Answer>[count];
        for (var index = 0; index < count; index++)
        {
            var number = index;
            requests[index] = RunAsync(
                session =>
                {
                    _order.Enqueue(number);
                    session.Set("count", session.Get<int>("count") + 1);
                },
                Exclusive,
                browsers?[index]);
            Assert.That(() => Queues.Count, Is.EqualTo(before + index + 1).After(20_000, 5));
        }

        return requests;
    }

    private async Task<SessionLease> HoldInAnotherProcessAsync()
    {
        var lease = new SessionLease { Id = SessionId.PublicIdOf(Browser.SessionCookie!), Duration = TimeSpan.FromMinutes(5) };
        await Table.RequireLeases().AcquireAsync(lease, default);
        App.App.TakeCalls();
        return lease;
    }

    /// <summary>Sends an exclusive request that does not end until it is released.</summary>
    private async Task<(Task<Answer> Answer, Action Release)> HoldAsync()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = RunAsync(
            async _ =>
            {
                arrived.SetResult();
                await released.Task;
            },
            Exclusive);
        await arrived.Task;
        return (answer, released.SetResult);
    }

    private async Task ExpireAsync(string cookie) => await (await TestEngine.ClientAsync()).UpdateItemAsync(new UpdateItemRequest
    {
        TableName = App.App.TableName,
        Key = new() { ["id"] = new AttributeValue { S = SessionApp.KeyOf(cookie) } },
        UpdateExpression = "SET expires = :past",
        ExpressionAttributeValues = new() { [":past"] = new AttributeValue { N = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 10}" } },
    });
}
