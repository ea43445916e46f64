using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A session gets a new id: what goes along, what ends, what it costs.</summary>
[Category(TestEngine.Category)]
public sealed class RenewalTests : LifecycleFixture
{
    [Test]
    public async Task The_session_goes_on_under_a_new_cookie_with_what_it_had_and_what_the_request_changed()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;

        var answer = await RunAsync(session =>
        {
            session.RenewId();
            session.Set("customer", "Ada");
        });

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That(Browser.SessionCookie, Is.Not.EqualTo(old));
        Assert.That((await FieldsAsync()).ToDictionary(field => field.Key, field => field.Value.S), Is.EqualTo(new Dictionary<string, string>
        {
            ["cart"] = "3 items",
            ["customer"] = "Ada",
        }));
    }

    [Test]
    public async Task The_old_id_is_dead_at_once_and_opens_nothing()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        using var thief = App.Twin();

        await RunAsync(session => session.RenewId());

        var tombstone = await ItemAsync(thief.SessionCookie);
        Assert.Multiple(() =>
        {
            Assert.That(tombstone["dead"].S, Is.EqualTo("renewed"));
            Assert.That(tombstone, Does.Not.ContainKey("sess").And.Not.ContainKey("uid"));
        });
        Assert.That(await ReadAsync("cart", thief), Is.Empty);
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task Version_times_user_and_idle_timeout_are_kept()
    {
        var created = Clock.GetUtcNow();
        await RunAsync(session =>
        {
            session.UserId = "ada";
            session.IdleTimeout = TimeSpan.FromHours(1);
        });
        await RunAsync(session => session.Increment("count"));
        Clock.Advance(TimeSpan.FromMinutes(10));

        await RunAsync(session => session.RenewId());

        var item = await ItemAsync();
        Assert.Multiple(() =>
        {
            Assert.That(item["ver"].N, Is.EqualTo("3"));
            Assert.That(item["iat"].N, Is.EqualTo($"{created.ToUnixTimeSeconds()}"));
            Assert.That(item["abs"].N, Is.EqualTo($"{created.AddHours(24).ToUnixTimeSeconds()}"));
            Assert.That(item["expires"].N, Is.EqualTo($"{Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}"));
            Assert.That(item["uid"].S, Is.EqualTo("ada"));
            Assert.That(item["idle"].N, Is.EqualTo("3600"));
            Assert.That(item["rt"].M, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_renewal_does_not_move_the_absolute_end()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        for (var hours = 0; hours < 24; hours++)
        {
            Clock.Advance(TimeSpan.FromMinutes(15));
            await RunAsync(session => session.RenewId());
            Clock.Advance(TimeSpan.FromMinutes(15));
            await RunAsync(session => session.RenewId());
            Clock.Advance(TimeSpan.FromMinutes(15));
            await RunAsync(session => session.RenewId());
            Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(hours == 23 ? 1 : 0));
            Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"), $"{hours} hours");
        }

        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await ReadAsync("cart"), Is.Empty);
    }

    [Test]
    public async Task It_costs_one_read_and_two_writes()
    {
        await RunAsync(session => session.Set("cart", new string('x', 1_500)));
        App.App.TakeCalls();

        await RunAsync(session => session.RenewId());

        var calls = App.App.TakeCalls();
        Assert.That(calls.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem", "UpdateItem" }));
        Assert.That(calls.Select(call => call.Units), Is.EqualTo(new[] { 1.0, 2.0, 2.0 }), "load, copy, end");
    }

    [Test]
    public async Task A_late_request_with_the_dead_id_reads_nothing_and_gets_no_cookie()
    {
        using var late = await RenewedTwinAsync();

        var answer = await App.AskAsync(session => session.Get<string>("cart") ?? "empty", browser: late);

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "empty")));
        Assert.That(answer.SetCookies, Is.Empty);
    }

    [Test]
    public async Task A_late_request_with_the_dead_id_that_writes_is_refused_and_gets_no_cookie()
    {
        using var late = await RenewedTwinAsync();

        var answer = await RunAsync(session => session.Set("cart", "late"), browser: late);

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(answer.SetCookies, Is.Empty);
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task The_parallel_request_that_was_on_its_way_is_refused_too()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        using var parallel = App.Twin();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = RunAsync(
            async session =>
            {
                arrived.SetResult();
                await released.Task;
                session.Set("cart", "late");
            },
            browser: parallel);
        await arrived.Task;

        await RunAsync(session => session.RenewId());
        released.SetResult();

        Assert.That((await late).Status, Is.EqualTo(409));
        Assert.That((await late).SetCookies, Is.Empty);
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task A_request_that_throws_does_not_renew_the_id()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var old = Browser.SessionCookie;
        App.App.TakeCalls();

        var answer = await RunAsync(session =>
        {
            session.RenewId();
            throw new InvalidOperationException("The endpoint's own.");
        });

        Assert.That((answer.Status, App.CountWrites()), Is.EqualTo((500, 0)));
        Assert.That(Browser.SessionCookie, Is.EqualTo(old));
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    private async Task<Support.Http.Browser> RenewedTwinAsync()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        var twin = App.Twin();
        await RunAsync(session => session.RenewId());
        return twin;
    }
}
