using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>When calls are left to the SDK, and for how long.</summary>
public sealed class WireBreakerTests
{
    private readonly ManualTimeProvider _clock = new();
    private WireBreaker _breaker = null!;

    [SetUp]
    public void Create() => _breaker = new WireBreaker(_clock);

    [Test]
    public void Three_responses_in_a_row_that_cannot_be_used_open_it_for_five_minutes()
    {
        _breaker.Unusable();
        _breaker.Unusable();
        var before = _breaker.IsOpen;
        _breaker.Unusable();

        Assert.That((before, _breaker.IsOpen), Is.EqualTo((false, true)));
        Assert.That(IsOpenAfter(TimeSpan.FromSeconds(299)), Is.True);
        Assert.That(IsOpenAfter(TimeSpan.FromSeconds(1)), Is.False);
    }

    [Test]
    public void One_that_can_be_used_starts_the_count_again()
    {
        for (var response = 0; response < 10; response++)
        {
            _breaker.Unusable();
            _breaker.Unusable();
            _breaker.Used();
        }

        Assert.That(_breaker.IsOpen, Is.False);
    }

    [Test]
    public void Afterwards_the_first_one_that_cannot_be_used_opens_it_again()
    {
        Open();
        _clock.Advance(TimeSpan.FromMinutes(5));
        var between = _breaker.IsOpen;
        _breaker.Unusable();

        Assert.That((between, _breaker.IsOpen), Is.EqualTo((false, true)));
    }

    [Test]
    public void Credentials_that_cannot_be_had_open_it_for_five_seconds()
    {
        _breaker.NoCredentials();

        Assert.That(IsOpenAfter(TimeSpan.FromSeconds(4)), Is.True);
        Assert.That(IsOpenAfter(TimeSpan.FromSeconds(1)), Is.False);
    }

    [Test]
    public void The_longer_reason_counts()
    {
        Open();
        _breaker.NoCredentials();

        Assert.That(IsOpenAfter(TimeSpan.FromMinutes(4)), Is.True);
    }

    private void Open()
    {
        _breaker.Unusable();
        _breaker.Unusable();
        _breaker.Unusable();
    }

    private bool IsOpenAfter(TimeSpan time)
    {
        _clock.Advance(time);
        return _breaker.IsOpen;
    }
}
