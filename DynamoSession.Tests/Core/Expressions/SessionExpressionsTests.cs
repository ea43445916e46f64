using DynamoSession.Core;
using DynamoSession.Core.Expressions;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class SessionExpressionsTests
{
    private const long Now = 1_900_000_000;

    private readonly SessionExpressions _expressions = new(new SessionTableOptions { KeyAttribute = "key", FieldsAttribute = "data", ExpiresAttribute = "ttl" }.Attributes);

    [Test]
    public void A_creation_sets_everything_if_the_id_is_free()
    {
        var creation = Creation();

        var expression = _expressions.Create(creation, Now);

        Assert.That(expression.Update, Is.EqualTo("SET #s = :s, #rt = :rt, #expires = :expires, #iat = :iat, #ver = :ver, #sz = :sz, #fmt = :fmt, #abs = :abs"));
        Assert.That(expression.Condition, Is.EqualTo("attribute_not_exists(#id)"));
        Assert.That(expression.Names, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["#id"] = "key",
            ["#s"] = "data",
            ["#rt"] = "rt",
            ["#expires"] = "ttl",
            ["#iat"] = "iat",
            ["#ver"] = "ver",
            ["#sz"] = "sz",
            ["#fmt"] = "fmt",
            ["#abs"] = "abs",
        }));
        Assert.That(Sample.TextOf(expression.Values), Is.EquivalentTo(new Dictionary<string, string>
        {
            [":s"] = """{"M":{"a":{"S":"x"}}}""",
            [":rt"] = $$$$"""{"M":{"{{{{creation.Token}}}}":{"N":"1900000000"}}}""",
            [":expires"] = """{"N":"1900001200"}""",
            [":iat"] = """{"N":"1900000000"}""",
            [":ver"] = """{"N":"1"}""",
            [":sz"] = """{"N":"2"}""",
            [":fmt"] = """{"N":"1"}""",
            [":abs"] = """{"N":"1900086400"}""",
        }));
    }

    [Test]
    public void A_creation_without_an_absolute_end_has_no_such_attribute()
    {
        var expression = _expressions.Create(Creation(hasEnd: false), Now);

        Assert.That(expression.Update, Is.EqualTo("SET #s = :s, #rt = :rt, #expires = :expires, #iat = :iat, #ver = :ver, #sz = :sz, #fmt = :fmt"));
        Assert.That(expression.Names, Does.Not.ContainKey("#abs"));
    }

    [Test]
    public void A_creation_stores_since_when_there_is_a_user_the_description_and_the_ticket()
    {
        ReadOnlyMemory<byte> ticket = new byte[] { 1, 2, 3 };
        var now = DateTimeOffset.FromUnixTimeSeconds(Now);
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(20),
            AbsoluteExpiresAt = null,
            UserId = "ada",
            Description = "laptop",
            Ticket = ticket,
        };

        var expression = _expressions.Create(creation, Now, userSince: 5);

        Assert.That(expression.Update, Does.EndWith(", #uid = :uid, #since = :since, #who = :who, #auth = :auth"));
        Assert.That((expression.Names["#since"], expression.Names["#who"], expression.Names["#auth"]), Is.EqualTo(("since", "who", "auth")));
        Assert.That(
            (Sample.TextOf(expression.Values[":since"]), Sample.TextOf(expression.Values[":who"]), Sample.TextOf(expression.Values[":auth"])),
            Is.EqualTo(("""{"N":"5"}""", """{"S":"laptop"}""", """{"B":"AQID"}""")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_creation_stores_the_properties_that_differ_from_the_application()
    {
        var expression = _expressions.Create(Creation(hasEnd: false, isFull: true, replacesEnded: true), Now);

        Assert.That(
            expression.Update,
            Is.EqualTo(
                "SET #s = :s, #rt = :rt, #expires = :expires, #iat = :iat, #ver = :ver, #sz = :sz, #fmt = :fmt, #idle = :idle, #uid = :uid, #keep = :keep, #old = :old"
                + " REMOVE #dead, #next, #lk, #lkx, #rtv, #rtx, #abs, #since, #who, #auth"));
        Assert.That(
            (expression.Names["#idle"], expression.Names["#uid"], expression.Names["#keep"], expression.Names["#old"]),
            Is.EqualTo(("idle", "uid", "keep", "old")));
        Assert.That(Sample.TextOf(expression.Values[":idle"]), Is.EqualTo("""{"N":"300"}"""));
        Assert.That(Sample.TextOf(expression.Values[":uid"]), Is.EqualTo("""{"S":"ada"}"""));
        Assert.That(Sample.TextOf(expression.Values[":keep"]), Is.EqualTo("""{"BOOL":true}"""));
        Assert.That(
            Sample.TextOf(expression.Values[":old"]),
            Is.EqualTo("""{"M":{"store":{"S":"express"},"until":{"N":"1900003600"},"id":{"S":"legacy"}}}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(false, "#expires <= :now OR #abs <= :now OR #old.#ahead = :true")]
    [TestCase(true, "#expires <= :now OR #abs <= :now OR #old.#ahead = :true OR (#ver = :ver AND attribute_exists(#old.#oid) AND #old.#until > :now)")]
    public void A_migrated_session_replaces_what_has_expired_a_copy_ahead_of_time_and_on_request_what_was_not_committed(
        bool replacesUncommitted, string replaceable)
    {
        var creation = Creation(isFull: true, replacesUncommitted: replacesUncommitted);

        var expression = _expressions.Create(creation, Now);

        Assert.That(expression.Update, Does.EndWith(", #abs = :abs, #idle = :idle, #uid = :uid, #keep = :keep, #old = :old REMOVE #dead, #next, #lk, #lkx, #rtv, #rtx, #since, #who, #auth"));
        Assert.That(
            expression.Condition,
            Is.EqualTo($"attribute_not_exists(#id) OR (({replaceable}) AND attribute_not_exists(#dead) AND attribute_not_exists(#rt.#t))"));
        Assert.That((expression.Names["#t"], expression.Names["#ahead"]), Is.EqualTo((creation.Token, "ahead")));
        Assert.That(Sample.TextOf(expression.Values[":true"]), Is.EqualTo("""{"BOOL":true}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_completed_migration_records_when_and_removes_what_its_legacy_cookie_opens()
    {
        var expression = _expressions.DetachOrigin(Now);

        Assert.That(expression.Update, Is.EqualTo("SET #old.#at = :now REMOVE #old.#oid, #old.#until, #old.#ahead"));
        Assert.That(
            expression.Condition,
            Is.EqualTo("attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now AND attribute_exists(#old.#oid)"));
        Assert.That(expression.Names, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["#id"] = "key",
            ["#dead"] = "dead",
            ["#expires"] = "ttl",
            ["#abs"] = "abs",
            ["#old"] = "old",
            ["#at"] = "at",
            ["#oid"] = "id",
            ["#until"] = "until",
            ["#ahead"] = "ahead",
        }));
        Assert.That(Sample.TextOf(expression.Values), Is.EqualTo(new Dictionary<string, string> { [":now"] = """{"N":"1900000000"}""" }));
    }

    [Test]
    public void A_replacement_requires_that_the_other_has_ended_and_removes_what_it_left()
    {
        var creation = Creation(hasEnd: false, replacesEnded: true);

        var expression = _expressions.Create(creation, Now);

        Assert.That(
            expression.Update,
            Is.EqualTo("SET #s = :s, #rt = :rt, #expires = :expires, #iat = :iat, #ver = :ver, #sz = :sz, #fmt = :fmt REMOVE #dead, #next, #lk, #lkx, #rtv, #rtx, #abs, #idle, #uid, #since, #who, #keep, #auth, #old"));
        Assert.That(
            expression.Condition,
            Is.EqualTo("attribute_not_exists(#id) OR ((#expires <= :now OR #abs <= :now OR attribute_exists(#dead)) AND attribute_not_exists(#rt.#t))"));
        Assert.That(expression.Names["#t"], Is.EqualTo(creation.Token));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, "attribute_not_exists(#idle)")]
    [TestCase(300.9, "#idle = :idle")]
    public void A_touch_changes_the_expiry_alone_while_the_idle_timeout_is_the_loaded_one(double? idleSeconds, string idleCondition)
    {
        var expression = _expressions.Touch(idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Now + 1_200, Now);

        Assert.That(expression.Update, Is.EqualTo("SET #expires = :expires"));
        Assert.That(
            expression.Condition,
            Is.EqualTo($"attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now AND #expires < :expires AND {idleCondition}"));
        ExpressionAssert.UsesWhatItDeclares(expression);
        if (idleSeconds is not null)
        {
            Assert.That(Sample.TextOf(expression.Values[":idle"]), Is.EqualTo("""{"N":"300"}"""));
        }
    }

    [TestCase(null, null, "attribute_exists(#id) AND attribute_not_exists(#dead)")]
    [TestCase("ada", null, "attribute_not_exists(#dead) AND #uid = :uid")]
    [TestCase("ada", 5L, "attribute_not_exists(#dead) AND (attribute_not_exists(#uid) OR #uid = :uid OR attribute_not_exists(#since) OR #since < :registered)")]
    public void A_revocation_ends_a_session_of_the_user_or_one_that_is_to_become_so(string? userId, long? registeredAt, string condition)
    {
        var expression = _expressions.Revoke(userId, registeredAt, Now);

        Assert.That(expression.Update, Is.EqualTo("SET #dead = :reason, #expires = :expires, #fmt = if_not_exists(#fmt, :fmt) REMOVE #s, #uid, #since, #who, #idle, #lk, #lkx, #keep, #auth, #old, #sz"));
        Assert.That(expression.Condition, Is.EqualTo(condition));
        Assert.That(Sample.TextOf(expression.Values[":reason"]), Is.EqualTo("""{"S":"revoked"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_tombstone_removes_all_personal_data_and_stays_for_a_minute()
    {
        var expression = _expressions.Destroy(Now);

        Assert.That(expression.Update, Is.EqualTo("SET #dead = :reason, #expires = :expires REMOVE #s, #uid, #since, #who, #idle, #lk, #lkx, #keep, #auth, #old, #sz"));
        Assert.That(expression.Condition, Is.EqualTo("attribute_exists(#id) AND attribute_not_exists(#dead)"));
        Assert.That(Sample.TextOf(expression.Values), Is.EquivalentTo(new Dictionary<string, string> { [":reason"] = """{"S":"out"}""", [":expires"] = """{"N":"1900000060"}""" }));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(false, "")]
    [TestCase(true, " AND #lk = :owner")]
    public void A_fence_keeps_the_commit_tokens_and_adds_its_own(bool hasLease, string leaseCondition)
    {
        var lease = hasLease ? new SessionLease { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(30) } : null;
        var fence = new SessionFence { Id = Sample.NewId(), Version = 7, Lease = lease };

        var expression = _expressions.Fence(fence, Now);

        Assert.That(expression.Update, Is.EqualTo("SET #dead = :reason, #expires = :expires, #rt.#t = :now REMOVE #s, #uid, #since, #who, #idle, #lk, #lkx, #keep, #auth, #old, #sz"));
        Assert.That(
            expression.Condition,
            Is.EqualTo($"attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now AND #ver = :ver{leaseCondition}"));
        Assert.That(expression.Names["#t"], Is.EqualTo(fence.Token));
        Assert.That((Sample.TextOf(expression.Values[":reason"]), Sample.TextOf(expression.Values[":ver"])), Is.EqualTo(("""{"S":"renewed"}""", """{"N":"7"}""")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_fence_names_the_id_under_which_the_session_continues()
    {
        var fence = new SessionFence { Id = Sample.NewId(), Version = 7, SuccessorId = "next-id" };

        var expression = _expressions.Fence(fence, Now);

        Assert.That(expression.Update, Does.StartWith("SET #dead = :reason, #expires = :expires, #next = :next, #rt.#t = :now REMOVE "));
        Assert.That((expression.Names["#next"], Sample.TextOf(expression.Values[":next"])), Is.EqualTo(("next", """{"S":"next-id"}""")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_lease_is_taken_from_a_live_session_of_a_known_format_when_it_is_free()
    {
        var lease = new SessionLease { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(1.5) };

        var expression = _expressions.Acquire(lease, Now);

        Assert.That(expression.Update, Is.EqualTo("SET #lk = :owner, #lkx = :until"));
        Assert.That(
            expression.Condition,
            Is.EqualTo("attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now AND #fmt <= :fmt AND (attribute_not_exists(#lk) OR #lkx <= :now)"));
        Assert.That(Sample.TextOf(expression.Values[":until"]), Is.EqualTo("""{"N":"1900000002"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_lease_is_released_by_its_holder_alone()
    {
        var expression = SessionExpressions.Release(new SessionLease { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(30) });

        Assert.That((expression.Update, expression.Condition), Is.EqualTo(("REMOVE #lk, #lkx", "#lk = :owner")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    private static SessionCreation Creation(bool hasEnd = true, bool replacesEnded = false, bool isFull = false, bool replacesUncommitted = false)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(Now);
        return new()
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(("a", Sample.Text("x"))),
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(20),
            AbsoluteExpiresAt = hasEnd ? now.AddHours(24) : null,
            IdleTimeout = isFull ? TimeSpan.FromSeconds(300.9) : null,
            UserId = isFull ? "ada" : null,
            IsPersistent = isFull,
            Origin = isFull ? new SessionOrigin { Store = "express", LegacyId = "legacy", AcceptedUntil = now.AddHours(1) } : null,
            ReplacesEnded = replacesEnded,
            ReplacesUncommitted = replacesUncommitted,
        };
    }
}
