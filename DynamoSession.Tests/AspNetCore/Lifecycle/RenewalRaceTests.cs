using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A renewal meets other requests of the same browser: commits, other renewals, answers that got lost.</summary>
[Category(TestEngine.Category)]
public sealed class RenewalRaceTests : LifecycleFixture
{
    [SetUp]
    public Task StartTheSessionAsync() => RunAsync(session => session.Set("cart", "3 items"));

    [Test]
    public async Task A_commit_between_copy_and_fence_is_included()
    {
        using var other = App.Twin();
        var renewal = await RunUntilTheEndOfTheOldIdAsync(session =>
        {
            session.RenewId();
            session.Set("customer", "Ada");
        });
        var commit = await RunAsync(session => session.Set("theme", "dark"), browser: other);
        renewal.Release();

        Assert.That(((await renewal.Answer).Status, commit.Status), Is.EqualTo((200, 200)));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "cart", "customer", "theme" }));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1), "The copy that was made in vain is gone.");
    }

    [Test]
    public async Task A_user_and_an_idle_timeout_that_another_request_set_are_kept()
    {
        using var other = App.Twin();
        var renewal = await RunUntilTheEndOfTheOldIdAsync(session => session.RenewId());
        await RunAsync(
            session =>
            {
                session.UserId = "ada";
                session.IdleTimeout = TimeSpan.FromHours(8);
            },
            browser: other);
        renewal.Release();
        await renewal.Answer;

        var item = await ItemAsync();
        Assert.That((item["uid"].S, item["idle"].N), Is.EqualTo(("ada", "28800")));
    }

    [Test]
    public async Task A_sign_out_between_copy_and_fence_leaves_nothing_of_the_previous_session()
    {
        await RunAsync(session => session.UserId = "eve");
        using var other = App.Twin();
        var renewal = await RunUntilTheEndOfTheOldIdAsync(session =>
        {
            session.RenewId();
            session.Set("customer", "Ada");
        });
        await RunAsync(session => session.Destroy(), browser: other);
        renewal.Release();

        Assert.That((await renewal.Answer).Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "customer" }));
        Assert.That(await ItemAsync(), Does.Not.ContainKey("uid"));
    }

    [Test]
    public async Task An_optimistic_renewal_is_refused_by_a_commit_in_between()
    {
        using var other = App.Twin();
        var renewal = await RunUntilTheEndOfTheOldIdAsync(session => session.RenewId(), "optimistic");
        await RunAsync(session => session.Set("theme", "dark"), browser: other);
        renewal.Release();

        var answer = await renewal.Answer;
        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((409, 0)));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "cart", "theme" }));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_sign_in_that_was_clicked_twice_works_both_times()
    {
        using var second = App.Twin();
        var renewal = await RunUntilTheEndOfTheOldIdAsync(SignIn);
        var answer = await RunAsync(SignIn, browser: second);
        renewal.Release();

        Assert.That(((await renewal.Answer).Status, answer.Status), Is.EqualTo((200, 200)));
        Assert.That(new[] { await ReadAsync("customer"), await ReadAsync("customer", second) }, Is.All.EqualTo("Ada"));
        Assert.That(await ReadAsync("cart", second), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task Concurrent_sign_ins_all_work_and_the_previous_id_ends()
    {
        var old = Browser.SessionCookie!;
        var tabs = Enumerable.Range(0, 8).Select(_ => App.Twin()).ToArray();

        var answers = await Task.WhenAll(tabs.Select(tab => RunAsync(SignIn, browser: tab)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(tabs.Select(tab => tab.SessionCookie), Is.Unique.And.None.EqualTo(old));
        foreach (var tab in tabs)
        {
            Assert.That(await ReadAsync("customer", tab), Is.EqualTo("Ada"));
            tab.Dispose();
        }

        Assert.That(await ItemAsync(old), Does.ContainKey("dead"));
    }

    [Test]
    public async Task A_sign_in_whose_response_was_lost_works_at_once_when_it_is_repeated()
    {
        using var lost = App.Twin();
        await RunAsync(SignIn, browser: lost);

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
        Assert.That((await RunAsync(session => session.Increment("visits"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_repeated_sign_in_that_sets_nothing_does_not_lock_the_user_out()
    {
        using var lost = App.Twin();
        await RunAsync(session => session.RenewId(), browser: lost);

        var answer = await RunAsync(session => session.RenewId());

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Browser.SessionCookie, Is.Null, "The dead cookie would have later requests refused.");
        Assert.That((await RunAsync(session => session.Increment("visits"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_commit_that_was_applied_before_the_renewal_is_not_refused_when_it_is_tried_again()
    {
        using var other = App.Twin();
        var isLost = 0;
        var renewed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Wire.After = async (operation, _) =>
        {
            if (operation == "UpdateItem" && Interlocked.Exchange(ref isLost, 1) == 0)
            {
                applied.SetResult();
                await renewed.Task;
                throw new IOException("The answer got lost.");
            }
        };

        var commit = RunAsync(session => session.Increment("count"), browser: other);
        await applied.Task;
        await RunAsync(session => session.RenewId());
        renewed.SetResult();

        Assert.That((await commit).Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("1"));
    }

    private static void SignIn(IDynamoSession session)
    {
        session.RenewId();
        session.Set("customer", "Ada");
    }

    /// <summary>Sends a request that renews, and stops it between its two writes.</summary>
    private async Task<(Task<Answer> Answer, Action Release)> RunUntilTheEndOfTheOldIdAsync(
        Action<IDynamoSession> script, string policy = "merge")
    {
        var writes = 0;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Wire.Before = async (operation, _) =>
        {
            if (operation == "UpdateItem" && Interlocked.Increment(ref writes) == 2)
            {
                arrived.SetResult();
                await released.Task;
            }

            return null;
        };
        var answer = RunAsync(script, policy);
        await arrived.Task;
        return (answer, released.SetResult);
    }
}
