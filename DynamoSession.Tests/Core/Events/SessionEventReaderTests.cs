using System.Text.Json.Nodes;
using DynamoSession.Core.Events;
using static DynamoSession.Tests.Core.Events.StreamSample;

namespace DynamoSession.Tests.Core.Events;

/// <summary>What each write that this package makes to an item means for a session.</summary>
public sealed class SessionEventReaderTests
{
    [Test]
    public void An_event_has_what_the_record_says_of_itself()
    {
        var read = Read(null, Created(item => item["uid"] = Text("ada")))!;

        Assert.That(read.SessionId, Is.EqualTo(Id));
        Assert.That(read.UserId, Is.EqualTo("ada"));
        Assert.That(read.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(2_000)));
        Assert.That(read.OccurredAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_500)));
        Assert.That(read.SequenceNumber, Is.EqualTo("4421584500000000017450439091"));
        Assert.That(read.OrderKey, Is.EqualTo("0000000000004421584500000000017450439091"));
        Assert.That(read.EventId, Is.EqualTo("c81e728d9d4c2f636f067f89cc14862c"));
    }

    [Test]
    public void An_event_has_null_for_what_the_record_does_not_say()
    {
        var read = Read(null, Created(), record =>
        {
            record.Remove("eventID");
            record["dynamodb"]!.AsObject().Remove("SequenceNumber");
            record["dynamodb"]!.AsObject().Remove("ApproximateCreationDateTime");
            record["dynamodb"]!.AsObject().Remove("StreamViewType");
        })!;

        Assert.That((read.UserId, read.OccurredAt, read.SequenceNumber, read.OrderKey, read.EventId), Is.EqualTo(default((string?, DateTimeOffset?, string?, string?, string?))));
    }

    [TestCase("1500", 1_500_000)]
    [TestCase("1.5E3", 1_500_000)]
    [TestCase("1500.25", 1_500_250)]
    [TestCase("\"1970-01-01T00:25:00+00:00\"", 1_500_000)]
    [TestCase("\"1970-01-01T02:25:00.250+02:00\"", 1_500_250)]
    public void The_time_is_a_number_or_as_the_AWS_CLI_writes_it(string time, long milliseconds)
    {
        var read = Read(null, Created(), record => record["dynamodb"]!["ApproximateCreationDateTime"] = JsonNode.Parse(time));

        Assert.That(read!.OccurredAt, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
    }

    [Test]
    public void Sequence_numbers_of_different_lengths_are_ordered_as_numbers()
    {
        var (earlier, later) = (KeyOf("999999999999999999999"), KeyOf("1000000000000000000000"));

        Assert.That(string.CompareOrdinal(earlier, later), Is.Negative);

        static string? KeyOf(string sequenceNumber) => Read(null, Created(), record => record["dynamodb"]!["SequenceNumber"] = sequenceNumber)!.OrderKey;
    }

    [Test]
    public void Text_of_an_event_contains_no_id_of_a_user() =>
        Assert.That(Read(null, Created(item => item["uid"] = Text("ada")))!.ToString(), Is.EqualTo(nameof(SessionCreatedEvent)));

    [Test]
    public void A_creation_is_Created()
    {
        var created = (SessionCreatedEvent)Read(null, Created())!;

        Assert.That(created.IsLive, Is.True);
        Assert.That((created.MigratedFrom, created.Replaced), Is.EqualTo(default((string?, SessionEndedEvent?))));
    }

    [Test]
    public void A_session_without_fields_is_Created() => Assert.That(Read(null, Created(item => item["sess"] = Map())), Is.TypeOf<SessionCreatedEvent>());

    [Test]
    public void A_session_expires_at_the_earlier_of_its_timeouts() =>
        Assert.That(Read(null, Created(item => item["abs"] = Number(1_900)))!.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900)));

    [Test]
    public void A_session_without_an_absolute_timeout_expires_when_idle() =>
        Assert.That(Read(null, Created(item => item.Remove("abs")))!.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(2_000)));

    [Test]
    public void A_commit_is_Changed_with_the_names_of_the_fields()
    {
        var after = Session(Committed(item => item["sess"] = Map(("visits", Number(2)), ("cart", Text("new")), ("same", Text("x")))));

        var changed = (SessionChangedEvent)Read(Session(item => item["sess"] = Map(("visits", Number(1)), ("theme", Text("dark")), ("same", Text("x")))), after)!;

        Assert.That(changed.SetFields, Is.EqualTo(new[] { "cart", "visits" }));
        Assert.That(changed.RemovedFields, Is.EqualTo(new[] { "theme" }));
        Assert.That((changed.IsUserChanged, changed.IsLive), Is.EqualTo((false, true)));
    }

    [Test]
    public void A_value_that_is_only_written_differently_is_no_change()
    {
        var before = Session(item => item["sess"] = Map(("a", Map(("x", Number(1)), ("y", Number(2)))), ("n", Number(1))));
        var after = Session(Committed(item => item["sess"] = Map(("n", new JsonObject { ["N"] = "1.0" }), ("a", Map(("y", Number(2)), ("x", Number(1)))))));

        Assert.That(Read(before, after), Is.Null);
    }

    [Test]
    public void Changes_inside_a_field_are_its_change()
    {
        var after = Session(Committed(item => item["sess"] = Map(("cart", Map(("lines", Number(2)))))));

        var changed = (SessionChangedEvent)Read(Session(item => item["sess"] = Map(("cart", Map(("lines", Number(1)))))), after)!;

        Assert.That((changed.SetFields, changed.RemovedFields), Is.EqualTo((new[] { "cart" }, Array.Empty<string>())));
    }

    [TestCase(null, "ada")]
    [TestCase("ada", null)]
    [TestCase("ada", "bob")]
    public void A_user_that_is_bound_or_unbound_is_Changed(string? before, string? after)
    {
        var changed = (SessionChangedEvent)Read(Session(Bind(before)), Session(Committed(Bind(after))))!;

        Assert.That((changed.PreviousUserId, changed.UserId, changed.IsUserChanged), Is.EqualTo((before, after, true)));
        Assert.That(changed.SetFields.Concat(changed.RemovedFields), Is.Empty);
    }

    [Test]
    public void A_touch_is_no_event() => Assert.That(Read(Session(), Session(item => item["expires"] = Number(2_500))), Is.Null);

    [Test]
    public void A_touch_is_an_event_if_the_reader_is_to_report_the_expiry()
    {
        var read = ReadWithExpiry(Session(Bind("ada")), Session(item =>
        {
            Bind("ada")(item);
            item["expires"] = Number(2_500);
        }));

        Assert.That(read, Is.TypeOf<SessionExpiryChangedEvent>());
        Assert.That((read!.ExpiresAt, read.UserId, read.IsLive), Is.EqualTo((DateTimeOffset.FromUnixTimeSeconds(2_500), "ada", true)));
    }

    [Test]
    public void A_touch_beyond_the_absolute_timeout_does_not_change_the_expiry() =>
        Assert.That(ReadWithExpiry(Session(item => item["abs"] = Number(1_900)), Session(item => (item["abs"], item["expires"]) = (Number(1_900), Number(2_500)))), Is.Null);

    [Test]
    public void A_commit_that_changes_only_timeouts_is_an_event_if_the_reader_is_to_report_the_expiry()
    {
        var after = Session(Committed(item => (item["idle"], item["expires"]) = (Number(100), Number(1_600))));

        Assert.That(ReadWithExpiry(Session(), after), Is.TypeOf<SessionExpiryChangedEvent>());
        Assert.That(Read(Session(), after.DeepClone().AsObject()), Is.Null);
    }

    [Test]
    public void A_change_that_also_extends_is_Changed() =>
        Assert.That(ReadWithExpiry(Session(), Session(Committed(item => (item["sess"], item["expires"]) = (Map(), Number(2_500))))), Is.TypeOf<SessionChangedEvent>());

    [Test]
    public void A_lease_that_is_acquired_or_released_is_no_event()
    {
        static void Lease(JsonObject item) => (item["lk"], item["lkx"]) = (Text("holder"), Number(1_530));

        Assert.That(ReadWithExpiry(Session(), Session(Lease)), Is.Null);
        Assert.That(ReadWithExpiry(Session(Lease), Session()), Is.Null);
        Assert.That(ReadWithExpiry(Session(Lease), Session(Committed(_ => { }))), Is.Null);
    }

    [Test]
    public void A_sign_out_is_Ended_with_the_user()
    {
        var ended = (SessionEndedEvent)Read(Session(Bind("ada")), Tombstone("out"))!;

        Assert.That((ended.Reason, ended.UserId, ended.ExpiresAt, ended.IsLive), Is.EqualTo((SessionEndReason.SignedOut, "ada", default(DateTimeOffset?), false)));
    }

    [TestCase("revoked", SessionEndReason.Revoked)]
    [TestCase("of a later version", SessionEndReason.Unknown)]
    public void Other_tombstones_are_Ended(string reason, SessionEndReason expected) =>
        Assert.That(((SessionEndedEvent)Read(Session(), Tombstone(reason))!).Reason, Is.EqualTo(expected));

    [Test]
    public void A_tombstone_whose_reason_is_not_text_is_Ended() =>
        Assert.That(((SessionEndedEvent)Read(Session(), Session(item => (item["dead"], item["sess"]) = (Number(1), Map())))!).Reason, Is.EqualTo(SessionEndReason.Unknown));

    [TestCase("out")]
    [TestCase("revoked")]
    public void A_session_that_had_expired_when_it_was_ended_has_Expired(string reason)
    {
        var ended = (SessionEndedEvent)Read(Session(item => item["expires"] = Number(1_500)), Tombstone(reason))!;

        Assert.That(ended.Reason, Is.EqualTo(SessionEndReason.Expired));
    }

    [Test]
    public void A_renewal_ends_the_previous_id_and_names_the_successor()
    {
        var renewed = (SessionRenewedEvent)Read(Session(Bind("ada")), Tombstone("renewed", SuccessorId))!;

        Assert.That((renewed.SuccessorId, renewed.UserId, renewed.ExpiresAt, renewed.IsLive), Is.EqualTo((SuccessorId, "ada", default(DateTimeOffset?), false)));
    }

    [Test]
    public void A_renewal_that_names_no_successor_is_Renewed_too() =>
        Assert.That(((SessionRenewedEvent)Read(Session(), Tombstone("renewed"))!).SuccessorId, Is.Null);

    [Test]
    public void The_copy_of_a_renewal_is_not_Created_again()
    {
        // A session that has had no commit yet is renewed: its copy has the lowest version that a copy can have.
        var read = Read(null, Created(item =>
        {
            item["ver"] = Number(2);
            Bind("ada")(item);
        }));

        Assert.That(read, Is.TypeOf<SessionContinuedEvent>());
        Assert.That((read!.UserId, read.ExpiresAt, read.IsLive), Is.EqualTo(("ada", DateTimeOffset.FromUnixTimeSeconds(2_000), true)));
    }

    [Test]
    public void A_creation_and_commits_that_the_stream_shows_as_one_are_Created()
    {
        // As in the other regions of a global table.
        Assert.That(Read(null, Session()), Is.TypeOf<SessionCreatedEvent>());
        Assert.That(Read(null, Session(Migrated())), Is.TypeOf<SessionCreatedEvent>());
    }

    [Test]
    public void A_copy_and_commits_that_the_stream_shows_as_one_are_Continued() =>
        Assert.That(Read(null, Session(item => item["ver"] = Number(3))), Is.TypeOf<SessionContinuedEvent>());

    [Test]
    public void A_replacement_and_commits_that_the_stream_shows_as_one_are_Created()
    {
        var after = Session(item => (item["iat"], item["rt"]) = (Number(1_500), Map(("new", Number(1_500)), ("later", Number(1_501)))));

        var created = (SessionCreatedEvent)Read(Created(item => item["expires"] = Number(1_400)), after)!;

        Assert.That(created.Replaced!.Reason, Is.EqualTo(SessionEndReason.Expired));
    }

    [Test]
    public void A_session_that_time_to_live_deletes_has_Expired([Values("principalId", "PrincipalId")] string name)
    {
        var ended = (SessionEndedEvent)Read(Session(Bind("ada")), null, TimeToLive(name))!;

        Assert.That((ended.Reason, ended.UserId), Is.EqualTo((SessionEndReason.Expired, "ada")));
    }

    [Test]
    public void An_expired_session_that_something_else_deletes_has_Expired()
    {
        // In the other regions of a global table, the record does not contain who deleted it.
        var ended = (SessionEndedEvent)Read(Session(item => item["expires"] = Number(1_500)), null)!;

        Assert.That(ended.Reason, Is.EqualTo(SessionEndReason.Expired));
    }

    [Test]
    public void A_session_in_use_that_something_else_deletes_is_Deleted([Values] bool hasIdentity)
    {
        var read = Read(Session(), null, record => record["userIdentity"] = hasIdentity ? new JsonObject { ["type"] = "User", ["principalId"] = "operator" } : null);

        Assert.That(((SessionEndedEvent)read!).Reason, Is.EqualTo(SessionEndReason.Deleted));
    }

    [Test]
    public void A_session_that_is_deleted_at_an_unknown_time_is_Deleted()
    {
        var read = Read(Session(item => item["expires"] = Number(1)), null, record => record["dynamodb"]!["ApproximateCreationDateTime"] = null);

        Assert.That(((SessionEndedEvent)read!).Reason, Is.EqualTo(SessionEndReason.Deleted));
    }

    [TestCase("out")]
    [TestCase("renewed")]
    [TestCase("revoked")]
    public void A_tombstone_that_is_deleted_is_no_event(string reason)
    {
        Assert.That(Read(Tombstone(reason), null, TimeToLive("principalId")), Is.Null);
        Assert.That(Read(Tombstone(reason), null), Is.Null);
    }

    [Test]
    public void A_session_that_is_overwritten_with_something_else_is_Deleted()
    {
        var read = Read(Session(), Session(item => item["sess"] = Text("of Express")));

        Assert.That(((SessionEndedEvent)read!).Reason, Is.EqualTo(SessionEndReason.Deleted));
    }

    [TestCase("sess")]
    [TestCase("rt")]
    [TestCase("expires")]
    [TestCase("iat")]
    [TestCase("ver")]
    [TestCase("fmt")]
    public void An_item_with_the_prefix_that_is_not_a_session_is_no_event(string missing)
    {
        Assert.That(Read(null, Session(item => item.Remove(missing))), Is.Null);
        Assert.That(Read(Session(item => item.Remove(missing)), null), Is.Null);
    }

    [Test]
    public void A_session_in_place_of_a_tombstone_is_Created()
    {
        var created = (SessionCreatedEvent)Read(Tombstone("out"), Created(item => item["rt"] = Map(("new", Number(1_500)))))!;

        Assert.That(created.Replaced, Is.Null);
    }

    [Test]
    public void A_session_in_place_of_an_expired_one_is_Created_and_tells_of_the_end()
    {
        var expired = Created(item =>
        {
            item["expires"] = Number(1_400);
            Bind("ada")(item);
        });

        var created = (SessionCreatedEvent)Read(expired, Created(item => (item["rt"], item["iat"]) = (Map(("new", Number(1_500))), Number(1_500))))!;

        Assert.That(created.UserId, Is.Null);
        Assert.That((created.Replaced!.Reason, created.Replaced.UserId, created.Replaced.SessionId), Is.EqualTo((SessionEndReason.Expired, "ada", Id)));
        Assert.That((created.Replaced.SequenceNumber, created.Replaced.OccurredAt), Is.EqualTo((created.SequenceNumber, created.OccurredAt)));
    }

    [Test]
    public void A_session_in_place_of_one_that_expired_in_the_second_of_its_creation_is_Created()
    {
        var expired = Created(item => item["expires"] = Number(1_000));

        var read = Read(expired, Created(item => item["rt"] = Map(("new", Number(1_000)))));

        Assert.That(read, Is.TypeOf<SessionCreatedEvent>());
    }

    [Test]
    public void A_commit_that_removes_all_earlier_tokens_is_Changed()
    {
        var after = Session(item => (item["ver"], item["rt"], item["sess"]) = (Number(3), Map(("later", Number(1_500))), Map()));

        Assert.That(Read(Session(), after), Is.TypeOf<SessionChangedEvent>());
    }

    [Test]
    public void Commits_that_the_stream_shows_as_one_are_Changed()
    {
        // As in the other regions of a global table.
        var after = Session(item => (item["ver"], item["rt"], item["sess"]) = (Number(7), Map(("later", Number(1_500))), Map()));

        Assert.That(Read(Session(), after), Is.TypeOf<SessionChangedEvent>());
    }

    [Test]
    public void A_migrated_session_is_Created_and_says_from_where() =>
        Assert.That(((SessionCreatedEvent)Read(null, Created(Migrated()))!).MigratedFrom, Is.EqualTo("express"));

    [Test]
    public void A_migration_that_is_completed_is_no_event()
    {
        static void Complete(JsonObject item) => item["old"] = Map(("store", Text("express")), ("at", Number(1_500)));

        Assert.That(ReadWithExpiry(Created(Migrated()), Created(Complete)), Is.Null);
    }

    [Test]
    public void A_copy_that_was_made_ahead_is_no_event_until_it_becomes_the_session()
    {
        Assert.That(Read(null, Created(Migrated(isAhead: true))), Is.Null);
        Assert.That(Read(Created(Migrated(isAhead: true)), Tombstone("out")), Is.Null);
        Assert.That(Read(Created(Migrated(isAhead: true)), null, TimeToLive("principalId")), Is.Null);

        var read = Read(Created(Migrated(isAhead: true)), Created(Migrated()));

        Assert.That(read, Is.TypeOf<SessionCreatedEvent>());
    }

    [Test]
    public void An_expired_session_that_is_replaced_by_a_copy_made_ahead_has_Expired()
    {
        var read = Read(Created(item => item["expires"] = Number(1_400)), Created(Migrated(isAhead: true)));

        Assert.That(((SessionEndedEvent)read!).Reason, Is.EqualTo(SessionEndReason.Expired));
    }

    [Test]
    public void A_session_that_is_migrated_again_is_Changed()
    {
        var after = Created(item =>
        {
            Migrated()(item);
            (item["rt"], item["sess"]) = (Map(("again", Number(1_500))), Map(("cart", Text("newer"))));
        });

        var changed = (SessionChangedEvent)Read(Created(Migrated()), after)!;

        Assert.That((changed.SetFields, changed.RemovedFields), Is.EqualTo((new[] { "cart" }, new[] { "theme" })));
    }

    [Test]
    public void A_session_that_is_migrated_again_after_it_expired_is_Created()
    {
        var expired = Created(item =>
        {
            Migrated()(item);
            item["expires"] = Number(1_400);
        });
        var after = Created(item =>
        {
            Migrated()(item);
            item["rt"] = Map(("again", Number(1_500)));
        });

        Assert.That(((SessionCreatedEvent)Read(expired, after)!).Replaced!.Reason, Is.EqualTo(SessionEndReason.Expired));
    }

    private static SessionEvent? ReadWithExpiry(JsonObject before, JsonObject after) =>
        new SessionEventReader(new()) { ReportsExpiryChanges = true }.Read(Element(Record(before, after)));

    private static Action<JsonObject> Bind(string? userId) => item =>
    {
        if (userId is not null)
        {
            item["uid"] = Text(userId);
        }
    };

    private static Action<JsonObject> Migrated(bool isAhead = false) => item =>
    {
        item["old"] = Map(("store", Text("express")), ("id", Text("legacy")), ("until", Number(5_000)));
        if (isAhead)
        {
            item["old"]!["M"]!["ahead"] = new JsonObject { ["BOOL"] = true };
        }
    };

    private static Action<JsonObject> TimeToLive(string name) =>
        record => record["userIdentity"] = new JsonObject { ["type"] = "Service", [name] = "dynamodb.amazonaws.com" };
}
