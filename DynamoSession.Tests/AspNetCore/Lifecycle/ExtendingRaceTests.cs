using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Writes that would extend a session are slow to arrive, and meet what another request has written meanwhile.</summary>
[Category(TestEngine.Category)]
public sealed class ExtendingRaceTests : LifecycleFixture
{
    [SetUp]
    public async Task StartTheSessionAsync()
    {
        await RunAsync(session => session.Set("cart", "3 items"));
        Clock.Advance(TimeSpan.FromMinutes(3));
        App.App.TakeCalls();
    }

    [TestCase(5)]
    [TestCase(60)]
    public async Task A_commit_in_flight_does_not_override_a_new_idle_timeout(int minutes)
    {
        using var other = App.Twin();
        var held = HeldCall.Of(Wire, "UpdateItem");
        var slow = RunAsync(session => session.Set("theme", "dark"));
        await held.Arrived;
        await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(minutes), browser: other);
        held.Release();

        Assert.That((await slow).Status, Is.EqualTo(200));
        await AssertEndsInAsync(TimeSpan.FromMinutes(minutes));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "cart", "theme" }));
        Assert.That(App.CountWrites(), Is.EqualTo(3), "The other's, and the slow one's two.");
    }

    [TestCase(5)]
    [TestCase(60)]
    public async Task A_touch_in_flight_is_discarded_after_a_new_idle_timeout(int minutes)
    {
        using var other = App.Twin();
        var held = HeldCall.Of(Wire, "UpdateItem");
        var slow = RunAsync(session => session.TryGet<string>("cart", out _));
        await held.Arrived;
        await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(minutes), browser: other);
        held.Release();

        Assert.That((await slow).Status, Is.EqualTo(200));
        await AssertEndsInAsync(TimeSpan.FromMinutes(minutes));
        Assert.That(App.CountWrites(), Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_in_flight_does_not_shorten_what_another_request_has_extended(bool byTouch)
    {
        using var other = App.Twin();
        var held = HeldCall.Of(Wire, "UpdateItem");
        var slow = RunAsync(session => session.Set("theme", "dark"));
        await held.Arrived;
        Clock.Advance(TimeSpan.FromSeconds(4));
        await RunAsync(session => session.Set(byTouch ? "cart" : "language", "3 items"), browser: other);
        held.Release();

        Assert.That((await slow).Status, Is.EqualTo(200));
        await AssertEndsInAsync(TimeSpan.FromMinutes(20));
        Assert.That((await FieldsAsync())["theme"].S, Is.EqualTo("dark"));
    }

    [Test]
    public async Task Commits_of_the_same_second_are_one_write_each()
    {
        using var other = App.Twin();
        var held = HeldCall.Of(Wire, "UpdateItem");
        var slow = RunAsync(session => session.Set("theme", "dark"));
        await held.Arrived;
        await RunAsync(session => session.Set("language", "en"), browser: other);
        held.Release();
        await slow;

        Assert.That(App.CountWrites(), Is.EqualTo(2));
    }

    [Test]
    public async Task An_exclusive_request_does_not_override_a_new_idle_timeout_and_releases_its_lease()
    {
        using var other = App.Twin();

        var exclusive = await RunAsync(
            async session =>
            {
                await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(5), browser: other);
                session.Set("theme", "dark");
            },
            "exclusive");

        Assert.That(exclusive.Status, Is.EqualTo(200));
        await AssertEndsInAsync(TimeSpan.FromMinutes(5));
        Assert.That(await ItemAsync(), Does.Not.ContainKey("lk"));
    }

    [Test]
    public async Task An_optimistic_request_that_was_overtaken_is_refused_with_one_call()
    {
        using var other = App.Twin();

        var refused = await RunAsync(
            async session =>
            {
                await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(5), browser: other);
                session.Set("theme", "dark");
            },
            "optimistic");

        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(App.CountWrites(), Is.EqualTo(2));
    }

    [Test]
    public async Task Of_two_new_idle_timeouts_the_later_holds_with_the_end_that_goes_with_it()
    {
        using var other = App.Twin();

        await RunAsync(async session =>
        {
            await RunAsync(session => session.IdleTimeout = TimeSpan.FromMinutes(60), browser: other);
            session.IdleTimeout = TimeSpan.FromMinutes(5);
        });

        Assert.That((await ItemAsync())["idle"].N, Is.EqualTo("300"));
        await AssertEndsInAsync(TimeSpan.FromMinutes(5));
    }

    private async Task AssertEndsInAsync(TimeSpan left) =>
        Assert.That((await ItemAsync())["expires"].N, Is.EqualTo($"{(Clock.GetUtcNow() + left).ToUnixTimeSeconds()}"));
}
