using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.State;

public sealed class SessionExpiryTests
{
    // Half a second is lost, because what is stored has whole ones.
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, 500, TimeSpan.Zero);
    private static readonly DateTimeOffset WholeNow = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DynamoSessionOptions _options = new();

    [Test]
    public void A_session_ends_a_whole_idle_timeout_after_its_use_and_never_later() =>
        Assert.That(Expiry().AfterUse(TimeSpan.FromMinutes(20), absoluteExpiry: null), Is.EqualTo(WholeNow.AddMinutes(20)));

    [TestCase(19, 19)]
    [TestCase(20, 20)]
    [TestCase(21, 20)]
    public void A_session_ends_no_later_than_its_absolute_end(int absoluteEnd, int end) =>
        Assert.That(Expiry().AfterUse(TimeSpan.FromMinutes(20), WholeNow.AddMinutes(absoluteEnd)), Is.EqualTo(WholeNow.AddMinutes(end)));

    [Test]
    public void The_absolute_end_is_that_of_the_options()
    {
        _options.AbsoluteTimeout = TimeSpan.FromHours(3);

        Assert.That(Expiry().AbsoluteExpiry(record: null, ownTimeout: null), Is.EqualTo(WholeNow.AddHours(3)));
        Assert.That(Expiry().Now, Is.EqualTo(Now));
    }

    [Test]
    public void Without_an_absolute_timeout_there_is_no_absolute_end()
    {
        _options.AbsoluteTimeout = Timeout.InfiniteTimeSpan;

        Assert.That(Expiry().AbsoluteExpiry(record: null, ownTimeout: null), Is.Null);
    }

    [Test]
    public void A_session_keeps_its_absolute_end_until_it_gets_one_of_its_own_which_counts_from_now()
    {
        var record = Record(expires: WholeNow.AddMinutes(20), absoluteEnd: WholeNow.AddHours(1));

        Assert.Multiple(() =>
        {
            Assert.That(Expiry().AbsoluteExpiry(record, ownTimeout: null), Is.EqualTo(WholeNow.AddHours(1)));
            Assert.That(Expiry().AbsoluteExpiry(record, TimeSpan.FromDays(2)), Is.EqualTo(WholeNow.AddDays(2)));
            Assert.That(Expiry().AbsoluteExpiry(record: null, TimeSpan.FromDays(2)), Is.EqualTo(WholeNow.AddDays(2)));
            Assert.That(Expiry().AbsoluteExpiry(record, Timeout.InfiniteTimeSpan), Is.Null);
        });
    }

    [Test]
    public void The_absolute_timeout_is_that_of_the_options_until_the_session_is_stored()
    {
        _options.AbsoluteTimeout = TimeSpan.FromHours(3);

        Assert.Multiple(() =>
        {
            Assert.That(Expiry().AbsoluteTimeoutOf(null), Is.EqualTo(TimeSpan.FromHours(3)));
            Assert.That(Expiry().AbsoluteTimeoutOf(Record(expires: WholeNow, absoluteEnd: WholeNow.AddHours(1))), Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That(Expiry().AbsoluteTimeoutOf(Record(expires: WholeNow)), Is.EqualTo(Timeout.InfiniteTimeSpan));
        });
    }

    // A tenth of 20 minutes is 2.
    [TestCase(121, true)]
    [TestCase(120, true)]
    [TestCase(119, false)]
    [TestCase(0, false)]
    [TestCase(-60, false)]
    public void A_touch_extends_a_session_that_gains_at_least_a_tenth(int gain, bool isTouched)
    {
        var until = Expiry().TouchUntil(Record(expires: WholeNow.AddMinutes(20).AddSeconds(-gain)), TimeSpan.FromMinutes(20));

        Assert.That(until, Is.EqualTo(isTouched ? WholeNow.AddMinutes(20) : (DateTimeOffset?)null));
    }

    [TestCase(1, true)]
    [TestCase(0, false)]
    public void A_touch_that_gains_nothing_is_not_sent_even_if_every_gain_counts(int gain, bool isTouched)
    {
        _options.TouchAfter = TimeSpan.Zero;

        var until = Expiry().TouchUntil(Record(expires: WholeNow.AddMinutes(20).AddSeconds(-gain)), TimeSpan.FromMinutes(20));

        Assert.That(until.HasValue, Is.EqualTo(isTouched));
    }

    [Test]
    public void A_touch_does_not_extend_beyond_the_absolute_end()
    {
        var until = Expiry().TouchUntil(Record(expires: WholeNow.AddMinutes(1), absoluteEnd: WholeNow.AddMinutes(5)), TimeSpan.FromMinutes(20));

        Assert.That(until, Is.EqualTo(WholeNow.AddMinutes(5)));
    }

    [Test]
    public void A_session_is_kept_alive_when_half_of_its_life_has_passed()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Expiry().KeepAliveAt(Record(expires: WholeNow.AddMinutes(20)), TimeSpan.FromMinutes(20)), Is.EqualTo(WholeNow.AddMinutes(10)));
            Assert.That(
                Expiry().KeepAliveAt(Record(expires: WholeNow.AddMinutes(20), absoluteEnd: WholeNow.AddMinutes(30)), TimeSpan.FromMinutes(20)),
                Is.EqualTo(WholeNow.AddMinutes(10)));
        });
    }

    [Test]
    public void A_session_that_cannot_be_extended_is_not_kept_alive()
    {
        var end = WholeNow.AddMinutes(20);

        Assert.Multiple(() =>
        {
            Assert.That(Expiry().KeepAliveAt(Record(expires: end, absoluteEnd: end), TimeSpan.FromMinutes(20)), Is.Null, "It ends for good.");
            Assert.That(Expiry().KeepAliveAt(Record(expires: WholeNow), TimeSpan.FromMinutes(20)), Is.Null, "It has expired.");
            Assert.That(Expiry().KeepAliveAt(Record(expires: Now), TimeSpan.FromMinutes(20)), Is.Null, "It expires now.");
        });
    }

    [Test]
    public void A_timer_runs_when_it_is_set_and_not_before()
    {
        var clock = new ManualTimeProvider(Now);
        var runs = new List<object?>();
        using var timer = new SessionExpiry(Options.Create(_options), clock).CreateTimer(runs.Add, this);

        clock.Advance(TimeSpan.FromDays(1));
        Assert.That(runs, Is.Empty);
        timer.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.That(runs, Is.EqualTo(new[] { this }));
    }

    [Test]
    public void Two_sign_ins_at_the_same_time_are_in_order()
    {
        var expiry = Expiry();
        var first = expiry.UniqueNow;

        Assert.That(expiry.UniqueNow, Is.GreaterThan(first));
    }

    private SessionExpiry Expiry() => new(Options.Create(_options), new ManualTimeProvider(Now));

    private static SessionRecord Record(DateTimeOffset expires, DateTimeOffset? absoluteEnd = null) => new()
    {
        Id = Sample.NewId(),
        Fields = Sample.Fields(),
        Version = 1,
        CreatedAt = WholeNow,
        ExpiresAt = expires,
        AbsoluteExpiresAt = absoluteEnd,
        CommitTokens = new Dictionary<string, long>(),
    };
}
