using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.AspNetCore.State;

public sealed class SessionMarksTests
{
    [Test]
    public void A_stored_session_is_written_when_a_field_or_a_property_changes()
    {
        var marks = Stored();

        Assert.Multiple(() =>
        {
            Assert.That(marks.ChangesSession, Is.False);
            Assert.That((marks with { Changes = Sample.Changes(("a", SessionChange.Remove)) }).ChangesSession, Is.True);
            Assert.That((marks with { Changes = Sample.ClearAnd() }).ChangesSession, Is.True);
            Assert.That((marks with { UserId = null }).ChangesSession, Is.True);
            Assert.That((marks with { IdleTimeout = null }).ChangesSession, Is.True);
            Assert.That((marks with { Properties = marks.Properties with { IsPersistent = true } }).ChangesSession, Is.True);
        });
    }

    [Test]
    public void A_session_starts_with_a_field_or_a_user()
    {
        var marks = Stored() with { Loaded = null, UserId = null };

        Assert.Multiple(() =>
        {
            Assert.That(marks.ChangesSession, Is.False);
            Assert.That((marks with { Changes = Sample.ClearAnd() }).ChangesSession, Is.False, "Clearing a session that was never stored does not create one.");
            Assert.That((marks with { Changes = Sample.Changes(("a", SessionChange.Increment(1))) }).ChangesSession, Is.True);
            Assert.That((marks with { UserId = "ada" }).ChangesSession, Is.True);
        });
    }

    [Test]
    public void When_a_sign_in_was_or_that_it_was_repeated_is_no_change_by_itself()
    {
        var marks = Stored();

        Assert.That((marks with { Properties = marks.Properties with { BindsUser = true } }).ChangesSession, Is.False);
        Assert.That((marks with { Properties = marks.Properties with { UserSince = DateTimeOffset.UnixEpoch } }).ChangesSession, Is.False);
    }

    [Test]
    public void A_session_starts_with_a_ticket()
    {
        ReadOnlyMemory<byte> ticket = new byte[] { 1 };
        var marks = Stored() with { Loaded = null, UserId = null };

        Assert.That((marks with { Properties = marks.Properties with { Ticket = ticket } }).ChangesSession, Is.True);
    }

    [TestCase("ada", false)]
    [TestCase("bob", true)]
    [TestCase(null, false)]
    public void A_user_is_bound_who_was_not_bound_before(string? user, bool binds)
    {
        Assert.That((Stored() with { UserId = user }).BindsUser, Is.EqualTo(binds));
        Assert.That((Stored() with { Loaded = null, UserId = user }).BindsUser, Is.EqualTo(user is not null));
    }

    [Test]
    public void On_another_record_the_properties_that_the_request_has_not_set_are_those_of_that_record()
    {
        var marks = Stored() with { IdleTimeout = TimeSpan.FromMinutes(7) };

        var later = marks.On(null);

        Assert.That((later.Loaded, later.UserId, later.IdleTimeout), Is.EqualTo(((SessionRecord?)null, (string?)null, (TimeSpan?)TimeSpan.FromMinutes(7))));
    }

    private static SessionMarks Stored() => new()
    {
        Id = "id",
        Loaded = new SessionRecord
        {
            Id = "id",
            Fields = Sample.Fields(),
            Version = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            AbsoluteExpiresAt = null,
            UserId = "ada",
            IdleTimeout = TimeSpan.FromMinutes(5),
            CommitTokens = new Dictionary<string, long>(),
        },
        UserId = "ada",
        IdleTimeout = TimeSpan.FromMinutes(5),
        DefaultIdleTimeout = TimeSpan.FromMinutes(20),
    };
}
