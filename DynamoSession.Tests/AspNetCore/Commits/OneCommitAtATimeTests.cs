using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.AspNetCore.Lifecycle;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What a request sets while its own commit is being written goes into the next commit; each change is written once.</summary>
[Category(TestEngine.Category)]
public sealed class OneCommitAtATimeTests : LifecycleFixture
{
    private protected override bool UsesRealTime => true;

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_field_set_again_while_it_is_being_committed_has_its_last_value(bool isNew)
    {
        await StartAsync(isNew);

        await DuringACommitAsync(session => session.Set("k", 1), session => session.Set("k", 2));

        Assert.That((await FieldsAsync())["k"].N, Is.EqualTo("2"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_that_is_not_awaited_is_written_once(bool isNew)
    {
        await StartAsync(isNew);

        var answer = await RunAsync(session =>
        {
            session.Increment("count");
            _ = session.CommitAsync();
        });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("1"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Ten_increments_each_with_its_commit_are_ten(bool isNew)
    {
        await StartAsync(isNew);

        var answer = await RunAsync(session => Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
        {
            session.Increment("count");
            return session.CommitAsync();
        })));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("10"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_field_removed_while_it_is_being_committed_is_gone(bool isNew)
    {
        await StartAsync(isNew);

        await DuringACommitAsync(
            session =>
            {
                session.Set("k", 1);
                session.Set("other", 1);
            },
            session => session.Remove("k"));

        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(isNew ? new[] { "other" } : ["other", "theme"]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_is_cleared_while_it_is_being_committed_is_gone(bool isNew)
    {
        await StartAsync(isNew);

        await DuringACommitAsync(
            session => session.Set("k", 1),
            session =>
            {
                session.Clear();
                session.Set("after", 1);
            });

        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public async Task An_object_mutated_while_it_is_being_committed_is_written_again()
    {
        await RunAsync(session => session.Set("list", new List<string> { "a" }));

        await DuringACommitAsync(session => session.Get<List<string>>("list")!.Add("b"), session => session.Get<List<string>>("list")!.Add("c"));

        Assert.That((await FieldsAsync())["list"].L.Select(item => item.S), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task Increments_and_items_added_meanwhile_are_added()
    {
        await StartAsync(isNew: false);

        await DuringACommitAsync(
            session =>
            {
                session.Increment("count", 10);
                session.Append("list", "a");
            },
            session =>
            {
                Assert.That(session.Get<int>("count"), Is.EqualTo(10), "What is being written can be read.");
                session.Increment("count", 5);
                session.Append("list", "b");
            });

        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("15"));
        Assert.That((await FieldsAsync())["list"].L.Select(item => item.S), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task What_is_set_while_the_id_is_renewed_goes_to_the_new_id()
    {
        await StartAsync(isNew: false);
        var old = Browser.SessionCookie;

        await DuringACommitAsync(
            session =>
            {
                session.RenewId();
                session.Increment("count");
            },
            session =>
            {
                session.Increment("count");
                session.Set("after", 1);
                session.UserId = "ada";
            });

        Assert.That(Browser.SessionCookie, Is.Not.EqualTo(old));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "theme", "count", "after" }));
        Assert.That(((await FieldsAsync())["count"].N, (await ItemAsync())["uid"].S), Is.EqualTo(("2", "ada")));
    }

    [Test]
    public async Task A_renewal_requested_during_another_is_done_next()
    {
        await StartAsync(isNew: false);

        await DuringACommitAsync(session => session.RenewId(), session => session.RenewId());

        Assert.That(await CountItemsAsync("dead"), Is.EqualTo(2));
        Assert.That(await ReadAsync("theme"), Is.EqualTo("dark"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_session_destroyed_while_it_is_being_committed_is_dead(bool isNew)
    {
        await StartAsync(isNew);

        var answer = await DuringACommitAsync(session => session.Set("k", 1), session => session.Destroy());

        Assert.That(Browser.SessionCookie, Is.Null, string.Join("; ", answer.SetCookies));
        Assert.That((await CountItemsAsync("dead"), await CountLiveItemsAsync()), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_session_destroyed_while_its_id_is_renewed_is_dead_under_both()
    {
        await StartAsync(isNew: false);

        await DuringACommitAsync(session => session.RenewId(), session => session.Destroy());

        Assert.That((await CountItemsAsync("dead"), await CountLiveItemsAsync()), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_user_and_an_idle_timeout_that_are_set_meanwhile_take_precedence()
    {
        await StartAsync(isNew: false);

        await DuringACommitAsync(
            session =>
            {
                session.UserId = "ada";
                session.IdleTimeout = TimeSpan.FromMinutes(5);
            },
            session =>
            {
                session.UserId = "eve";
                session.IdleTimeout = TimeSpan.FromMinutes(10);
            });

        Assert.That(((await ItemAsync())["uid"].S, (await ItemAsync())["idle"].N), Is.EqualTo(("eve", "600")));
    }

    [Test]
    public async Task A_refused_commit_keeps_its_changes_beneath_newer_ones()
    {
        await StartAsync(isNew: false);
        using var other = App.Twin();

        var answer = await RunAsync(
            async session =>
            {
                await RunAsync(other => other.Set("theme", "light"), browser: other);
                session.Increment("count", 3);
                session.Set("k", 1);
                var held = HeldCall.Of(Wire, "UpdateItem");
                var commit = session.CommitAsync();
                await held.Arrived;
                session.Increment("count", 4);
                session.Set("k", 2);
                held.Release();
                await Assert.ThatAsync(() => commit, Throws.TypeOf<SessionConflictException>());
                Assert.That((session.Get<int>("count"), session.Get<int>("k")), Is.EqualTo((7, 2)));
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(await FieldsAsync(), Does.Not.ContainKey("k"));
    }

    [Test]
    public async Task Updates_side_by_side_in_one_request_each_count()
    {
        await StartAsync(isNew: false);

        await RunAsync(session => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => session.UpdateAsync<int>("count", count => count + 1))));

        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("5"));
    }

    [Test]
    public async Task A_commit_that_waits_for_its_turn_can_be_cancelled_and_its_changes_are_written_later()
    {
        await StartAsync(isNew: false);
        using var giveUp = new CancellationTokenSource();

        await RunAsync(async session =>
        {
            session.Set("k", 1);
            var held = HeldCall.Of(Wire, "UpdateItem");
            var first = session.CommitAsync();
            await held.Arrived;
            session.Set("l", 2);
            var second = session.CommitAsync(giveUp.Token);
            await giveUp.CancelAsync();
            await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
            held.Release();
            await first;
        });

        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "theme", "k", "l" }));
    }

    private Task StartAsync(bool isNew) => isNew ? Task.CompletedTask : RunAsync(session => session.Set("theme", "dark"));

    /// <summary>Does something before an explicit commit, something else while that is on its way to the table, and returns.</summary>
    private Task<Answer> DuringACommitAsync(Action<IDynamoSession> before, Action<IDynamoSession> meanwhile) => RunAsync(async session =>
    {
        before(session);
        var held = HeldCall.Of(Wire, "UpdateItem");
        var commit = session.CommitAsync();
        await held.Arrived;
        meanwhile(session);
        held.Release();
        await commit;
    });

    private async Task<int> CountItemsAsync(string with)
    {
        var items = await (await TestEngine.ClientAsync()).ScanAsync(App.App.TableName, ["id", with]);
        return items.Items.Count(item => item.ContainsKey(with));
    }
}
