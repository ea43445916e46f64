using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A field is changed depending on what it is, while others change the session too.</summary>
[Category(TestEngine.Category)]
public sealed class UpdateTests : LifecycleFixture
{
    private protected override bool UsesRealTime => true;

    private protected override void Configure(DynamoSessionOptions options) => options.IOTimeout = TimeSpan.FromMinutes(1);

    [TestCase("merge")]
    [TestCase("optimistic")]
    public async Task Fifty_parallel_updates_of_one_field_all_survive(string policy)
    {
        await RunAsync(session => session.Set("count", 0));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RunAsync(session => session.UpdateAsync<int>("count", count => count + 1), policy)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("50"));
    }

    [Test]
    public async Task An_update_is_committed_at_once_and_returns_what_was_stored()
    {
        await RunAsync(session => session.Set("count", 1));

        await RunAsync(async session =>
        {
            session.Set("theme", "dark");
            var value = await session.UpdateAsync<int>("count", count => count + 1);

            Assert.That(value, Is.EqualTo(2));
            var fields = await FieldsAsync();
            Assert.That((fields["count"].N, fields["theme"].S), Is.EqualTo(("2", "dark")));
        });
    }

    [Test]
    public async Task It_lives_by_the_idle_timeout_that_another_request_has_set_meanwhile()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();

        await RunAsync(async session =>
        {
            await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(5), browser: other);
            await session.UpdateAsync<int>("count", count => count + 1);
        });

        var item = await ItemAsync();
        var left = DateTimeOffset.FromUnixTimeSeconds(long.Parse(item["expires"].N, null)) - TimeProvider.System.GetUtcNow();
        Assert.That((item["idle"].N, item["sess"].M["count"].N), Is.EqualTo(("300", "2")));
        Assert.That(left, Is.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task It_starts_from_what_another_request_has_committed_meanwhile()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();
        var seen = new List<int>();

        await RunAsync(async session =>
        {
            session.Set("theme", "dark");
            await RunAsync(session => session.Set("count", 10), browser: other);
            await session.UpdateAsync<int>("count", count =>
            {
                seen.Add(count);
                return count + 1;
            });
            Assert.That((session.Get<int>("count"), session.Get<string>("theme")), Is.EqualTo((11, "dark")));
        });

        Assert.That(seen, Is.EqualTo(new[] { 1, 10 }));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("11"));
        Assert.That((await FieldsAsync())["theme"].S, Is.EqualTo("dark"));
    }

    [Test]
    public async Task What_the_request_did_to_the_field_before_counts_in_every_attempt()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();

        await RunAsync(async session =>
        {
            session.Increment("count", 100);
            await RunAsync(session => session.Increment("count"), browser: other);
            await session.UpdateAsync<int>("count", count => count * 2);
        });

        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("204"));
    }

    [Test]
    public async Task An_instance_that_is_mutated_is_read_anew_for_every_attempt()
    {
        await RunAsync(session => session.Set("list", new List<string> { "a" }));
        using var other = App.Twin();

        await RunAsync(async session =>
        {
            await RunAsync(session => session.Append("list", "b"), browser: other);
            await session.UpdateAsync<List<string>>("list", list =>
            {
                list!.Add("c");
                return list;
            });
        });

        Assert.That((await FieldsAsync())["list"].L.Select(item => item.S), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task The_value_may_be_null_and_the_field_absent()
    {
        await RunAsync(session => session.Set("other", 1));

        await RunAsync(async session => Assert.That(await session.UpdateAsync<string?>("name", name => name), Is.Null));

        Assert.That((await FieldsAsync())["name"].NULL, Is.True);
    }

    [Test]
    public async Task By_a_field_it_starts_from_its_default_and_is_stored_by_its_metadata()
    {
        var web = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var credit = new SessionField<int>("credit", defaultValue: 100);
        var limits = new SessionField<Limits>("limits", typeInfo: (JsonTypeInfo<Limits>)web.GetTypeInfo(typeof(Limits)));

        await RunAsync(async session =>
        {
            await session.UpdateAsync(credit, credit => credit - 30);
            await session.UpdateAsync(limits, limits => new Limits((limits?.PerDay ?? 0) + 5));
            await session.UpdateAsync(limits, limits => new Limits(limits!.PerDay + 5));
        });

        var fields = await FieldsAsync();
        Assert.That((fields["credit"].N, fields["limits"].M["perDay"].N), Is.EqualTo(("70", "10")));
    }

    [Test]
    public async Task On_a_new_session_it_starts_one()
    {
        var answer = await RunAsync(session => session.UpdateAsync<int>("count", count => count + 1));

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("1"));
    }

    [Test]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        await RunAsync(session => session.Set("count", 1));
        App.App.TakeCalls();

        await RunAsync(session => session.UpdateAsync<int>("count", count => count));

        Assert.That(App.CountWrites(), Is.Zero);
    }

    [Test]
    public async Task A_session_that_ended_meanwhile_stays_so()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();

        var answer = await RunAsync(async session =>
        {
            await RunAsync(session => session.Destroy(), browser: other);
            Assert.ThrowsAsync<SessionGoneException>(() => session.UpdateAsync<int>("count", count => count + 1));
        });

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(await ItemAsync(), Does.ContainKey("dead"));
    }

    [Test]
    public async Task An_optimistic_request_whose_other_changes_rest_on_what_it_read_is_refused()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();

        var answer = await RunAsync(
            async session =>
            {
                session.Set("theme", "dark");
                await RunAsync(session => session.Set("count", 10), browser: other);
                await session.UpdateAsync<int>("count", count => count + 1);
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(409).Or.EqualTo(500), "500 where the exception is the endpoint's own.");
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("10"));
        Assert.That(await FieldsAsync(), Does.Not.ContainKey("theme"));
    }

    [Test]
    public async Task Others_who_never_stop_committing_win_in_the_end()
    {
        await RunAsync(session => session.Set("count", 1));
        using var other = App.Twin();
        var attempts = 0;

        await RunAsync(async session =>
        {
            Assert.ThrowsAsync<SessionConflictException>(() => session.UpdateAsync<int>("count", count =>
            {
                attempts++;
                RunAsync(session => session.Increment("other"), browser: other).Wait();
                return count + 1;
            }));
            Assert.That(session.Get<int>("count"), Is.EqualTo(1), "Nothing is left of the attempts.");
            await Task.CompletedTask;
        });

        Assert.That(attempts, Is.GreaterThan(10).And.LessThan(1_000));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("1"));
    }

    [Test]
    public async Task Together_with_a_renewal_it_goes_to_the_new_id()
    {
        await RunAsync(session => session.Set("count", 1));
        var old = Browser.SessionCookie!;

        await RunAsync(session =>
        {
            session.RenewId();
            return session.UpdateAsync<int>("count", count => count + 1);
        });

        Assert.That(await ItemAsync(old), Does.ContainKey("dead"));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("2"));
    }

    [Test]
    public async Task Where_the_session_is_read_only_it_throws()
    {
        await RunAsync(session => session.Set("count", 1));

        await RunAsync(
            session =>
            {
                Assert.ThrowsAsync<InvalidOperationException>(() => session.UpdateAsync<int>("count", count => count + 1));
                Assert.ThrowsAsync<ArgumentNullException>(() => session.UpdateAsync<int>("count", null!));
            },
            "read-only");
    }

    private sealed record Limits(int PerDay);
}
