using DynamoSession.AspNetCore.State;

namespace DynamoSession.Tests.AspNetCore.State;

public sealed class SessionPropertiesTests
{
    private static readonly SessionProperties Loaded = new("ada", TimeSpan.FromMinutes(5), AbsoluteTimeout: null, Ticket: null, IsPersistent: false);
    private static readonly SessionProperties Current = new("eve", TimeSpan.FromHours(2), AbsoluteTimeout: null, Ticket: null, IsPersistent: true);

    [Test]
    public void A_new_session_has_no_user_no_timeouts_of_its_own_and_no_persistent_cookie() =>
        Assert.That(SessionProperties.Of(null), Is.EqualTo(new SessionProperties(UserId: null, IdleTimeout: null, AbsoluteTimeout: null, Ticket: null, IsPersistent: false)));

    [Test]
    public void What_a_request_has_not_set_is_taken_from_the_stored_session() => Assert.That(Loaded.Rebase(Loaded, Current), Is.EqualTo(Current));

    [Test]
    public void A_user_who_has_signed_in_again_is_kept_although_another_request_has_ended_the_session()
    {
        var again = Loaded with { BindsUser = true };

        Assert.That(again.Rebase(Loaded, SessionProperties.None), Is.EqualTo(SessionProperties.None with { UserId = "ada", BindsUser = true }));
        Assert.That(again.Rebase(again, Current), Is.EqualTo(Current));
        Assert.That(Loaded.Rebase(Loaded, SessionProperties.None), Is.EqualTo(SessionProperties.None));
    }

    [Test]
    public void A_description_that_a_request_has_set_is_kept()
    {
        var described = Current with { Description = "laptop" };

        Assert.That((Loaded with { Description = "phone" }).Rebase(Loaded, described).Description, Is.EqualTo("phone"));
        Assert.That(Loaded.Rebase(Loaded, described).Description, Is.EqualTo("laptop"));
    }

    [Test]
    public void A_request_that_has_set_the_user_keeps_when_it_did()
    {
        var since = DateTimeOffset.UnixEpoch;
        var current = Current with { UserSince = since };

        Assert.Multiple(() =>
        {
            Assert.That(Loaded.Rebase(Loaded, current).UserSince, Is.EqualTo(since));
            Assert.That((Loaded with { UserId = "bob", UserSince = since.AddDays(1) }).Rebase(Loaded, current).UserSince, Is.EqualTo(since.AddDays(1)));
            Assert.That((Loaded with { UserSince = since.AddDays(1) }).Rebase(Loaded, current), Is.EqualTo(current with { UserId = "ada", UserSince = since.AddDays(1) }), "the same user, who has signed in again");
        });
    }

    [Test]
    public void A_ticket_and_an_absolute_timeout_that_a_request_has_not_set_are_those_of_the_stored_session()
    {
        ReadOnlyMemory<byte> ours = new byte[] { 1 };
        ReadOnlyMemory<byte> theirs = new byte[] { 2 };
        var before = Loaded with { AbsoluteTimeout = TimeSpan.FromDays(1) };
        var current = Current with { AbsoluteTimeout = TimeSpan.FromDays(2), Ticket = theirs };

        Assert.Multiple(() =>
        {
            Assert.That(before.Rebase(before, current), Is.EqualTo(current));
            Assert.That((before with { Ticket = ours }).Rebase(before, current), Is.EqualTo(current with { Ticket = ours }));
            Assert.That((before with { AbsoluteTimeout = null }).Rebase(before, current), Is.EqualTo(current with { AbsoluteTimeout = null }));
        });
    }

    [Test]
    public void What_a_request_has_set_is_kept()
    {
        var persistent = Loaded with { IsPersistent = true };

        Assert.Multiple(() =>
        {
            Assert.That((Loaded with { UserId = "bob" }).Rebase(Loaded, Current), Is.EqualTo(Current with { UserId = "bob" }));
            Assert.That((Loaded with { IdleTimeout = null }).Rebase(Loaded, Current), Is.EqualTo(Current with { IdleTimeout = null }));
            Assert.That((Loaded with { AbsoluteTimeout = TimeSpan.FromDays(1) }).Rebase(Loaded, Current), Is.EqualTo(Current with { AbsoluteTimeout = TimeSpan.FromDays(1) }));
            Assert.That((persistent with { IsPersistent = false }).Rebase(persistent, Current), Is.EqualTo(Current with { IsPersistent = false }));
        });
    }
}
