using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Writes that would prolong a session are slow to arrive, and meet what another request has written meanwhile.</summary>
[Category(TestEngine.Category)]
public sealed class ProlongingRaceTests : LifecycleFixture
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
    public async Task A_touch_on_its_way_is_dropped_after_a_new_idle_timeout(int minutes)
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

    private async Task AssertEndsInAsync(TimeSpan left) =>
        Assert.That((await ItemAsync())["expires"].N, Is.EqualTo($"{(Clock.GetUtcNow() + left).ToUnixTimeSeconds()}"));
}
