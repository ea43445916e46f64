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
}
