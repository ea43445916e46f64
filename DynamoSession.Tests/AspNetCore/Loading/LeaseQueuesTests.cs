using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.AspNetCore.Loading;

/// <summary>The queues of the exclusive requests of a process.</summary>
public sealed class LeaseQueuesTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private LeaseQueues _queues = null!;

    [SetUp]
    public void Create() => _queues = new LeaseQueues(new CallTiming(_clock), _clock);

    [Test]
    public void The_first_need_not_wait_and_the_others_follow_in_order()
    {
        var places = Join(4);
        var before = First(places);
        places[0].Dispose();
        var afterOne = First(places);
        places[1].Dispose();

        Assert.That((before, afterOne, First(places)), Is.EqualTo(("0", "01", "012")));
    }

    [Test]
    public void Who_leaves_the_queue_early_is_passed_over()
    {
        var places = Join(4);

        places[1].Dispose();
        places[2].Dispose();
        var before = First(places);
        places[0].Dispose();

        Assert.That((before, First(places)), Is.EqualTo(("0", "03")));
    }

    [Test]
    public void Leaving_twice_lets_in_one()
    {
        var places = Join(3);

        places[0].Dispose();
        places[0].Dispose();

        Assert.That(First(places), Is.EqualTo("01"));
    }

    [Test]
    public void Sessions_do_not_wait_for_each_other()
    {
        Join(2);

        Assert.That(_queues.Join("other")!.WhenFirst.IsCompleted, Is.True);
    }

    [Test]
    public void A_full_queue_is_not_joined_until_one_has_left()
    {
        var places = Join(1 + LeaseQueues.MaxWaiting);
        var isFull = _queues.Join("id") is null;
        places[5].Dispose();

        Assert.That((isFull, _queues.Join("id") is null), Is.EqualTo((true, false)));
    }

    [Test]
    public void Empty_queues_are_forgotten()
    {
        var places = Join(3);
        places[1].Hold(Duration);
        foreach (var place in places)
        {
            place.Dispose();
        }

        Assert.That(_queues.Count, Is.Zero);
        Assert.That(_clock.WhenTimersWaitAsync(1).IsCompleted, Is.False);
    }

    [Test]
    public void A_place_is_left_when_its_lease_is_over()
    {
        var places = Join(2);
        places[0].Hold(Duration);
        _clock.Advance(Duration - TimeSpan.FromTicks(1));
        var before = First(places);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.That((before, First(places), _queues.Count), Is.EqualTo(("0", "01", 1)));
    }

    [Test]
    public void A_clock_that_only_tells_the_time_ends_leases_too()
    {
        var clock = new TellingClock();
        _queues = new LeaseQueues(new CallTiming(clock), clock);
        using var first = _queues.Join("id")!;
        first.Hold(Duration);
        using var second = _queues.Join("id")!;
        var whileHeld = second.WhenFirst.IsCompleted;
        second.Dispose();

        clock.Now += Duration;

        Assert.That((whileHeld, _queues.Join("id")!.WhenFirst.IsCompleted), Is.EqualTo((false, true)));
    }

    [Test]
    public void A_place_without_a_lease_is_kept()
    {
        var places = Join(2);

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That((First(places), _queues.Join("id")!.WhenFirst.IsCompleted), Is.EqualTo(("0", false)));
    }

    [Test]
    public async Task Of_parallel_requests_one_is_first_at_any_time()
    {
        var running = 0;
        var overlaps = 0;

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(async () =>
        {
            using var place = _queues.Join("id")!;
            await place.WhenFirst;
            overlaps += Interlocked.Increment(ref running) - 1;
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That((overlaps, _queues.Count), Is.EqualTo((0, 0)));
    }

    private LeasePlace[] Join(int count) => [.. Enumerable.Range(0, count).Select(_ => _queues.Join("id")!)];

    /// <summary>Returns the numbers of the places that are, or were, first.</summary>
    private static string First(LeasePlace[] places) =>
        string.Concat(places.Select((place, index) => place.WhenFirst.IsCompleted ? $"{index}" : ""));

    private sealed class TellingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
