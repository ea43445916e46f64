using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>What a failing test shows.</summary>
public sealed class SessionAssertionTests
{
    [Test]
    public void What_was_done_as_expected_passes()
    {
        var session = new FakeSession().With("cart", new Cart()).With("visits", 3);

        session.Get<Cart>("cart")!.Items.Add("book");
        session.Increment("visits");
        session.RenewId();
        session.UserId = "42";

        session.ShouldHaveChanged(expected =>
        {
            expected.UserId = "42";
            expected.RenewId();
            expected.Increment("visits");
            expected.Set("cart", new Cart { Items = ["book"] });
        });
    }

    [Test]
    public void The_difference_is_shown_by_field()
    {
        var session = new FakeSession().With("cart", new Cart { Items = ["book"] }).With("coupon", "SPRING").With("visits", 3).With("same", 1);
        session.Set("cart", new Cart());
        session.Increment("visits");
        session.Set("same", 2);
        session.IdleTimeout = TimeSpan.FromHours(2);

        var difference = session.DifferenceFrom(expected =>
        {
            expected.Set("cart", new Cart { Items = ["book", "pen"] });
            expected.Remove("coupon");
            expected.Set("same", 2.0m);
            expected.RenewId();
            expected.UserId = "42";
        });

        Assert.That(difference!.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "The session was not used as expected:",
            """  cart: expected set to {"Items":["book","pen"]}, was set to {"Items":[]}""",
            "  coupon: expected removed, was left alone",
            "  visits: expected left alone, was incremented by 1",
            "  UserId: expected 42, was none",
            "  IdleTimeout: expected 00:20:00, was 02:00:00",
            "  RenewId(): expected called, was not called",
        }));
    }

    [Test]
    public async Task A_lifetime_of_its_own_is_compared_whether_committed_or_not([Values] bool isCommitted)
    {
        var session = new FakeSession().With("a", 1);
        session.KeepFor(TimeSpan.FromDays(14));
        if (isCommitted)
        {
            await session.CommitAsync();
        }

        session.ShouldHaveChanged(expected => expected.KeepFor(TimeSpan.FromDays(14)));
        Assert.That(session.DifferenceFrom(expected => (expected.IdleTimeout, expected.IsPersistent) = (TimeSpan.FromDays(1), true))!.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "The session was not used as expected:",
            "  IdleTimeout: expected 1.00:00:00, was 14.00:00:00",
            "  AbsoluteTimeout: expected none, was 14.00:00:00",
        }));
    }

    [Test]
    public void A_clear_and_a_sign_out_are_differences_too()
    {
        var cleared = new FakeSession().With("a", 1);
        cleared.Clear();
        var destroyed = new FakeSession().With("a", 1);
        destroyed.Destroy();

        Assert.That(cleared.DifferenceFrom(_ => { })!.ToString(), Does.Contain("  Clear(): expected not called, was called"));
        Assert.That(destroyed.DifferenceFrom(_ => { })!.ToString(), Does.Contain("  Destroy(): expected not called, was called"));
        Assert.That(destroyed.DifferenceFrom(expected => expected.Destroy()), Is.Null);
    }

    [Test]
    public void An_increment_is_not_the_same_as_setting_the_sum()
    {
        var session = new FakeSession().With("visits", 3);
        session.Set("visits", 4);

        Assert.That(session.DifferenceFrom(expected => expected.Increment("visits"))!.ToString(), Does.Contain("visits: expected incremented by 1, was set to 4"));
    }

    [Test]
    public void A_failing_assertion_throws_the_difference()
    {
        var session = new FakeSession();
        session.Set("theme", "dark");

        Assert.That(
            () => session.ShouldHaveChanged(expected => expected.Set("theme", "light")),
            Throws.TypeOf<SessionAssertionException>().With.Message.Contains("""theme: expected set to "light", was set to "dark" """.TrimEnd()));
        Assert.That(session.ShouldBeUnchanged, Throws.TypeOf<SessionAssertionException>());
    }

    [Test]
    public async Task An_expectation_leaves_no_trace()
    {
        var session = new FakeSession().With("visits", 3);
        session.Increment("visits");

        session.ShouldHaveChanged(expected => expected.Increment("visits"));
        session.ShouldHaveChanged(expected => expected.Increment("visits"));
        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
        Assert.That(session.Commits, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_was_committed_already_counts()
    {
        var session = new FakeSession().With("visits", 3);
        session.Increment("visits");
        await session.CommitAsync();
        session.Increment("visits");

        session.ShouldHaveChanged(expected => expected.Increment("visits", 2));
    }

    [Test]
    public void An_expectation_does_not_trip_over_faults()
    {
        var session = new FakeSession().With("visits", 3);
        session.Increment("visits");
        session.Faults.MakeUnavailable();
        session.Faults.EndSessionAtNextCommit();

        session.ShouldHaveChanged(expected => expected.Increment("visits"));
    }

    [Test]
    public void An_expectation_holds_although_the_session_has_expired_meanwhile()
    {
        var clock = new ManualTimeProvider();
        var session = new FakeSession(timeProvider: clock).With("visits", 3).SignedInAs("42");
        session.Remove("visits");

        clock.Advance(TimeSpan.FromDays(2));

        session.ShouldHaveChanged(expected => expected.Remove("visits"));
    }

    [Test]
    public void An_expectation_that_could_never_be_fulfilled_is_refused()
    {
        var session = new FakeSession().With("visits", 3);

        Assert.That(
            () => session.ShouldHaveChanged(async expected => await expected.UpdateAsync<int>("visits", visits => visits + 1)),
            Throws.InvalidOperationException.With.Message.Contains("async"));
        Assert.That(
            () => session.ShouldHaveChanged(async expected =>
            {
                await Task.Yield();
                throw new NotSupportedException();
            }),
            Throws.InvalidOperationException.With.Message.Contains("async"));
    }

    [Test]
    public void An_expectation_that_fails_says_why()
    {
        var session = new FakeSession().With("visits", 3);

        Assert.That(() => session.ShouldHaveChanged(expected => expected.Append("visits", 1)), Throws.TypeOf<SessionFieldTypeException>());
    }
}
