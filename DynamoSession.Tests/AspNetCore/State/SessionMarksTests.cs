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
