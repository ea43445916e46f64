using DynamoSession.AspNetCore.State;

namespace DynamoSession.Tests.AspNetCore.State;

public sealed class SessionRulesTests
{
    [Test]
    public void A_user_is_any_text_of_up_to_1024_bytes_or_none()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => SessionRules.ThrowIfInvalidUserId(null), Throws.Nothing);
            Assert.That(() => SessionRules.ThrowIfInvalidUserId("a"), Throws.Nothing);
            Assert.That(() => SessionRules.ThrowIfInvalidUserId(new string('é', 512)), Throws.Nothing);
        });
    }

    [TestCase("", "0 bytes")]
    [TestCase("lone surrogate", "lone surrogate")]
    [TestCase("long", "1026 bytes")]
    public void Another_user_is_refused_with_the_reason(string user, string reason)
    {
        // Attributes cannot hold a lone surrogate.
        var value = user switch
        {
            "long" => new string('é', 513),
            "lone surrogate" => "a\ud800",
            _ => user,
        };

        Assert.That(() => SessionRules.ThrowIfInvalidUserId(value), Throws.ArgumentException.With.Message.Contains(reason).And.Message.Contains("UserId"));
    }

    [TestCase(60, true)]
    [TestCase(59.999, false)]
    [TestCase(400 * 86_400.0, true)]
    [TestCase((400 * 86_400) + 0.001, false)]
    public void An_idle_timeout_has_one_minute_to_400_days(double seconds, bool isValid)
    {
        Assert.That(
            () => SessionRules.ThrowIfInvalidIdleTimeout(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan),
            isValid ? Throws.Nothing : Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("at least one minute and at most 400 days"));
    }

    [Test]
    public void An_idle_timeout_beyond_the_absolute_timeout_is_an_error_that_names_both()
    {
        Assert.That(
            () => SessionRules.ThrowIfInvalidIdleTimeout(TimeSpan.FromDays(14), TimeSpan.FromHours(24)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("14.00:00:00").And.Message.Contains("AbsoluteTimeout (1.00:00:00)"));
        Assert.That(() => SessionRules.ThrowIfInvalidIdleTimeout(TimeSpan.FromDays(1), TimeSpan.FromHours(24)), Throws.Nothing);
    }

    [Test]
    public void An_absolute_timeout_is_infinite_or_at_least_the_idle_timeout()
    {
        var now = DateTimeOffset.UnixEpoch;

        Assert.Multiple(() =>
        {
            Assert.That(() => SessionRules.ThrowIfInvalidAbsoluteTimeout(Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(20), now), Throws.Nothing);
            Assert.That(() => SessionRules.ThrowIfInvalidAbsoluteTimeout(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20), now), Throws.Nothing);
            Assert.That(
                () => SessionRules.ThrowIfInvalidAbsoluteTimeout(TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20), now),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("AbsoluteTimeout (00:19:00)").And.Message.Contains("IdleTimeout (00:20:00)"));
        });
    }

    [Test]
    public void An_absolute_timeout_ends_no_later_than_time_can_be_written()
    {
        var now = DateTimeOffset.MaxValue.AddDays(-1);

        Assert.Multiple(() =>
        {
            Assert.That(() => SessionRules.ThrowIfInvalidAbsoluteTimeout(TimeSpan.FromDays(1), TimeSpan.FromMinutes(20), now), Throws.Nothing);
            Assert.That(
                () => SessionRules.ThrowIfInvalidAbsoluteTimeout(TimeSpan.FromDays(1) + TimeSpan.FromTicks(1), TimeSpan.FromMinutes(20), now),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("after the year 9999").And.Message.Contains("InfiniteTimeSpan"));
        });
    }

    [Test]
    public void A_session_that_is_used_too_late_says_what_to_do()
    {
        Assert.That(SessionRules.RequestHasEnded().Message, Does.Contain("The request has ended").And.Contain("before the endpoint returns"));
        Assert.That(SessionRules.TooLateToStart().Message, Does.Contain("after the response has started").And.Contain("Set the first field before"));
    }
}
