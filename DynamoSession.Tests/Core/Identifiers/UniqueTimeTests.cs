using DynamoSession.Core.Identifiers;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Identifiers;

public sealed class UniqueTimeTests
{
    private ManualTimeProvider _clock = null!;

    [SetUp]
    public void CreateClock() => _clock = new();

    [Test]
    public void Each_time_is_later_than_the_one_before_although_the_clock_stands_still()
    {
        var times = Enumerable.Range(0, 1_000).Select(_ => UniqueTime.Next(_clock)).ToArray();

        Assert.That(times, Is.Ordered.And.Unique);
        Assert.That(times[^1] - times[0], Is.EqualTo(TimeSpan.FromMicroseconds(999)));
        Assert.That(times[0], Is.EqualTo(_clock.GetUtcNow()));
    }

    [Test]
    public void The_clock_is_followed_when_it_moves()
    {
        UniqueTime.Next(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(UniqueTime.Next(_clock), Is.EqualTo(_clock.GetUtcNow()));
    }

    [Test]
    public void Parallel_calls_get_different_times()
    {
        var times = new DateTimeOffset[1_000];

        Parallel.For(0, times.Length, index => times[index] = UniqueTime.Next(_clock));

        Assert.That(times, Is.Unique);
    }

    [Test]
    public void A_time_is_the_same_after_it_was_stored()
    {
        var time = UniqueTime.Next(_clock);

        Assert.That(UniqueTime.FromMicroseconds(UniqueTime.ToMicroseconds(time)), Is.EqualTo(time));
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(long.MaxValue, false)]
    public void A_number_is_a_time_if_it_can_be_one(long microseconds, bool isTime) => Assert.That(UniqueTime.IsTime(microseconds), Is.EqualTo(isTime));
}
