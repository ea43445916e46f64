using DynamoSession.Core;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class CommitExpressionsTests
{
    private const long Now = 1_900_000_000;
    private const string Live = "attribute_exists(#id) AND attribute_not_exists(#dead) AND #expires > :now AND NOT #abs <= :now AND attribute_not_exists(#rt.#t)";
    private const string Life = Live + " AND NOT #rtv > :ver AND size(#rt) < :most";
    private const string Bound = " AND #sz <= :szmax";

    /// <summary>What the builder counts although it may not be there: a keyword, and the last separator of each clause.</summary>
    private const int Slack = 16;

    private readonly CommitExpressions _expressions = new(new SessionTableOptions { KeyAttribute = "key", FieldsAttribute = "data", ExpiresAttribute = "ttl" }.Attributes, TokenLimits.Default);

    [Test]
    public void Each_change_has_its_own_path()
    {
        var commit = Commit(Sample.Changes(
            ("set", SessionChange.Set(Sample.Text("x"))),
            ("removed", SessionChange.Remove),
            ("count", SessionChange.Increment(5)),
            ("log", SessionChange.Append(Sample.List("y")))));

        var expression = Expression(commit);

        Assert.That(
            expression.Update,
            Is.EqualTo("SET #s.#0 = :0, #s.#2 = if_not_exists(#s.#2, :zero) + :2, #s.#3 = list_append(if_not_exists(#s.#3, :empty), :3), #rt.#t = :now, #ver = #ver + :one, #sz = #sz + :sz REMOVE #s.#1"));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(expression.Names, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["#id"] = "key",
            ["#s"] = "data",
            ["#expires"] = "ttl",
            ["#abs"] = "abs",
            ["#dead"] = "dead",
            ["#rt"] = "rt",
            ["#t"] = commit.Token,
            ["#ver"] = "ver",
            ["#rtv"] = "rtv",
            ["#sz"] = "sz",
            ["#0"] = "set",
            ["#1"] = "removed",
            ["#2"] = "count",
            ["#3"] = "log",
        }));
        Assert.That(Sample.TextOf(expression.Values), Is.EquivalentTo(new Dictionary<string, string>
        {
            [":0"] = """{"S":"x"}""",
            [":2"] = """{"N":"5"}""",
            [":3"] = """{"L":[{"S":"y"}]}""",
            [":zero"] = """{"N":"0"}""",
            [":empty"] = """{"L":[]}""",
            [":one"] = """{"N":"1"}""",
            [":now"] = """{"N":"1900000000"}""",
            [":most"] = """{"N":"80"}""",
            [":ver"] = """{"N":"1"}""",
            [":sz"] = """{"N":"38"}""",
            [":szmax"] = """{"N":"409562"}""",
        }));
    }

    [TestCase(1, ExpectedResult = "SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one, #expires = :expires, #sz = #sz + :sz")]
    [TestCase(0, ExpectedResult = "SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one, #sz = #sz + :sz")]
    [TestCase(-1, ExpectedResult = "SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one, #sz = #sz + :sz")]
    public string The_expiry_is_written_only_when_it_is_later_than_the_loaded_one(int seconds)
    {
        var commit = Commit(Sets(1), extendedBy: seconds);

        var expression = Expression(commit);

        ExpressionAssert.UsesWhatItDeclares(expression);
        return expression.Update;
    }

    [TestCase(null, " AND #expires <= :expires AND attribute_not_exists(#idle)")]
    [TestCase(300, " AND #expires <= :expires AND #idle = :idle")]
    public void The_expiry_is_written_only_if_the_idle_timeout_is_unchanged_and_no_later_expiry_is_stored(int? idleSeconds, string condition)
    {
        var commit = Commit(Sets(1), extendedBy: 60, idleSeconds: idleSeconds);

        var expression = Expression(commit);
        var repeated = _expressions.Commit(CommitAttempt.First(commit) with { Extends = false }, Now);

        Assert.That(expression.Condition, Is.EqualTo(Life + condition + Bound));
        Assert.That(repeated.Condition, Is.EqualTo(Life + Bound));
        Assert.That(expression.Update, Is.EqualTo(repeated.Update.Replace(", #sz", ", #expires = :expires, #sz", StringComparison.Ordinal)));
        Assert.That(expression.Names["#t"], Is.EqualTo(repeated.Names["#t"]));
        ExpressionAssert.UsesWhatItDeclares(expression);
        ExpressionAssert.UsesWhatItDeclares(repeated);
    }

    [TestCase(null)]
    [TestCase(300)]
    public void A_new_idle_timeout_sets_the_expiry_whatever_it_was_before(int? idleSeconds)
    {
        var old = Commit(Sets(1), idleSeconds: 600);
        var commit = new SessionCommit
        {
            Loaded = old.Loaded,
            Changes = old.Changes,
            ExpiresAt = old.Loaded.ExpiresAt.AddMinutes(-5),
            IdleTimeout = idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            UserId = null,
        };

        var expression = Expression(commit);

        Assert.That(expression.Update, Does.Contain(", #expires = :expires").And.Contain(idleSeconds is null ? " REMOVE #idle" : ", #idle = :idle"));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(expression.Values.TryGetValue(":idle", out var idle) ? Sample.TextOf(idle) : null, Is.EqualTo(idleSeconds is null ? null : """{"N":"300"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, "B2", ", #auth = :auth, #sz = #sz + :sz")]
    [TestCase("B1", "B2", ", #auth = :auth, #sz = #sz + :sz")]
    [TestCase("B1", null, ", #sz = #sz + :sz REMOVE #auth")]
    [TestCase("B1", "B1", ", #sz = #sz + :sz")]
    [TestCase(null, null, ", #sz = #sz + :sz")]
    public void The_ticket_is_written_only_when_it_changes(string? before, string? after, string clause)
    {
        var tickets = new[] { before, after }.OfType<string>().Distinct().ToDictionary(ticket => ticket, ticket => (ReadOnlyMemory<byte>?)Convert.FromHexString(ticket));
        var loaded = Commit(Sets(1), ticket: before is null ? null : tickets[before]);
        var commit = new SessionCommit
        {
            Loaded = loaded.Loaded,
            Changes = loaded.Changes,
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = null,
            UserId = null,
            Ticket = after is null ? null : tickets[after],
        };

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(
            expression.Values.TryGetValue(":auth", out var ticket) ? Sample.TextOf(ticket) : null,
            Is.EqualTo(before != after && after is not null ? """{"B":"sg=="}""" : null));
        Assert.That(loaded.ChangesTicket, Is.False, "The default is the loaded one.");
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, 3_600L, ", #abs = :abs, #sz = #sz + :sz")]
    [TestCase(60L, 3_600L, ", #abs = :abs, #sz = #sz + :sz")]
    [TestCase(60L, null, ", #sz = #sz + :sz REMOVE #abs")]
    [TestCase(60L, 60L, ", #sz = #sz + :sz")]
    [TestCase(null, null, ", #sz = #sz + :sz")]
    public void The_absolute_end_is_written_only_when_it_changes(long? before, long? after, string clause)
    {
        var loaded = Commit(Sets(1), absoluteEnd: before);
        var commit = new SessionCommit
        {
            Loaded = loaded.Loaded,
            Changes = loaded.Changes,
            ExpiresAt = loaded.ExpiresAt,
            AbsoluteExpiresAt = after is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
            IdleTimeout = null,
            UserId = null,
        };

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(
            expression.Values.TryGetValue(":abs", out var absolute) ? Sample.TextOf(absolute) : null,
            Is.EqualTo(before != after && after is not null ? """{"N":"3600"}""" : null));
        Assert.That(loaded.AbsoluteExpiresAt, Is.EqualTo(loaded.Loaded.AbsoluteExpiresAt));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, "ada", ", #uid = :uid, #since = :since, #sz = #sz + :sz")]
    [TestCase("ada", "bob", ", #uid = :uid, #since = :since, #sz = #sz + :sz")]
    [TestCase("ada", null, ", #sz = #sz + :sz REMOVE #uid, #since")]
    [TestCase("ada", "ada", ", #sz = #sz + :sz")]
    [TestCase(null, null, ", #sz = #sz + :sz")]
    public void The_user_is_written_only_when_it_changes(string? before, string? after, string clause)
    {
        var loaded = Commit(Sets(1), userId: before);
        var commit = new SessionCommit { Loaded = loaded.Loaded, Changes = loaded.Changes, ExpiresAt = loaded.ExpiresAt, IdleTimeout = null, UserId = after };

        var expression = _expressions.Commit(CommitAttempt.First(commit), Now, userSince: after is null ? null : 1);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(expression.Names.GetValueOrDefault("#uid"), Is.EqualTo(before != after ? "uid" : null));
        Assert.That(
            expression.Values.TryGetValue(":uid", out var user) ? Sample.TextOf(user) : null,
            Is.EqualTo(before != after && after is not null ? $$"""{"S":"{{after}}"}""" : null));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, "laptop", ", #who = :who, #sz = #sz + :sz")]
    [TestCase("phone", "laptop", ", #who = :who, #sz = #sz + :sz")]
    [TestCase("phone", null, ", #sz = #sz + :sz REMOVE #who")]
    [TestCase("phone", "phone", ", #sz = #sz + :sz")]
    public void The_description_is_written_only_when_it_changes(string? before, string? after, string clause)
    {
        var loaded = Commit(Sets(1), description: before);
        var commit = new SessionCommit { Loaded = loaded.Loaded, Changes = loaded.Changes, ExpiresAt = loaded.ExpiresAt, IdleTimeout = null, UserId = null, Description = after };

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Names.GetValueOrDefault("#who"), Is.EqualTo(before != after ? "who" : null));
        Assert.That(expression.Values.TryGetValue(":who", out var who) ? Sample.TextOf(who) : null, Is.EqualTo(before != after && after is not null ? $$"""{"S":"{{after}}"}""" : null));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(false, true, ", #keep = :keep, #sz = #sz + :sz")]
    [TestCase(true, false, ", #sz = #sz + :sz REMOVE #keep")]
    [TestCase(true, true, ", #sz = #sz + :sz")]
    [TestCase(false, false, ", #sz = #sz + :sz")]
    public void Whether_the_cookie_outlives_the_browser_is_written_only_when_it_changes(bool before, bool after, string clause)
    {
        var commit = Commit(Sets(1), isPersistent: before, staysPersistent: after);

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That(expression.Names.GetValueOrDefault("#keep"), Is.EqualTo(before != after ? "keep" : null));
        Assert.That(expression.Values.TryGetValue(":keep", out var keep) ? Sample.TextOf(keep) : null, Is.EqualTo(after && !before ? """{"BOOL":true}""" : null));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(false, ", #sz = #sz + :sz REMOVE #lk, #lkx")]
    [TestCase(true, ", #sz = #sz + :sz")]
    public void A_commit_under_a_lease_requires_it_and_releases_it_unless_more_commits_follow(bool keepsLease, string clause)
    {
        var lease = new SessionLease { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(30) };
        var loaded = Commit(Sets(1));
        var commit = new SessionCommit
        {
            Loaded = loaded.Loaded,
            Changes = loaded.Changes,
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = null,
            UserId = null,
            Lease = lease,
            KeepsLease = keepsLease,
        };

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one" + clause));
        Assert.That(expression.Condition, Is.EqualTo(Life + " AND #lk = :owner" + Bound));
        Assert.That(Sample.TextOf(expression.Values[":owner"]), Is.EqualTo($$"""{"S":"{{lease.Owner}}"}"""));
        Assert.That((expression.Names["#lk"], expression.Names.GetValueOrDefault("#lkx")), Is.EqualTo(("lk", keepsLease ? null : "lkx")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(true, " AND #ver = :ver")]
    [TestCase(false, " AND NOT #rtv > :ver AND size(#rt) < :most" + Bound)]
    public void The_loaded_version_is_a_condition_only_when_it_is_required(bool isRequired, string condition)
    {
        var loaded = Commit(Sets(1));
        var commit = new SessionCommit
        {
            Loaded = loaded.Loaded,
            Changes = loaded.Changes,
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = null,
            UserId = null,
            RequiresLoadedVersion = isRequired,
        };

        var expression = Expression(commit);

        Assert.That(expression.Condition, Is.EqualTo(Live + condition));
        Assert.That(Sample.TextOf(expression.Values[":ver"]), Is.EqualTo("""{"N":"1"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_fraction_of_a_second_does_not_make_an_expiry_later()
    {
        var commit = Commit(Sets(1), extendedBy: 0.9);

        Assert.That(Expression(commit).Update, Does.Not.Contain(":expires"));
    }

    [Test]
    public void Tokens_that_are_older_than_two_minutes_are_removed()
    {
        var commit = Commit(Sets(1), tokens: new() { ["recent"] = Now - 120, ["older"] = Now - 121, ["oldest"] = 0 });

        var expression = Expression(commit);

        Assert.That(expression.Update, Does.EndWith(" REMOVE #rt.#r0, #rt.#r1"));
        Assert.That((expression.Names["#r0"], expression.Names["#r1"]), Is.EqualTo(("oldest", "older")));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(250, true)]
    [TestCase(251, false)]
    public void At_most_250_fields_are_set_apart(int count, bool merges)
    {
        var commit = Commit(Sets(count), extendedBy: 60);

        Assert.That(Merges(Expression(commit)), Is.EqualTo(merges));
    }

    [Test]
    public void An_expression_holds_as_many_changes_as_fit_into_4000_bytes([Values] bool appends)
    {
        var change = appends ? SessionChange.Append(Sample.List("x")) : SessionChange.Increment(1);
        var lengths = Enumerable.Range(1, 125)
            .Select(count => Expression(Commit(Many(count, change), extendedBy: 60)))
            .Select(expression => Merges(expression) ? expression.Update.Length : 0)
            .ToArray();

        var most = Array.IndexOf(lengths, 0);
        Assert.That(lengths[..most], Is.All.LessThanOrEqualTo(4_000));
        Assert.That(lengths[most..], Is.All.Zero);
        Assert.That(4_000 - lengths[most - 1], Is.LessThan(lengths[most - 1] - lengths[most - 2] + Slack), "One more would not have fitted.");
    }

    [Test]
    public void Tokens_are_removed_as_long_as_the_expression_has_room_for_them([Range(50, 80)] int increments)
    {
        var commit = Commit(Many(increments, SessionChange.Increment(1)), extendedBy: 60, tokens: OldTokens(400));

        var expression = Expression(commit);

        var removed = Count(expression.Update, "#rt.#r");
        var next = $", #rt.#r{removed}";
        Assert.That(expression.Update, Has.Length.LessThanOrEqualTo(4_000));
        Assert.That(
            (2 * increments) + removed == 250 || expression.Update.Length + next.Length + Slack > 4_000,
            Is.True,
            $"{removed} tokens are removed by {expression.Update.Length} bytes.");
    }

    [TestCase(249, 1)]
    [TestCase(248, 2)]
    public void A_path_that_is_left_removes_a_token(int fields, int removed)
    {
        var expression = Expression(Commit(Sets(fields), tokens: OldTokens(400)));

        Assert.That(Count(expression.Update, "#rt.#r"), Is.EqualTo(removed));
    }

    [TestCase(1)]
    [TestCase(200)]
    public void Only_as_many_tokens_are_removed_as_fit(int fields)
    {
        var commit = Commit(Sets(fields), extendedBy: 60, tokens: OldTokens(400));

        var expression = Expression(commit);

        var removed = Count(expression.Update, "#rt.#r");
        Assert.That(expression.Update, Has.Length.LessThanOrEqualTo(4_000));
        Assert.That(fields + removed, Is.LessThanOrEqualTo(250));
        Assert.That(removed, Is.GreaterThan(10));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void A_replacement_writes_the_map_as_a_whole()
    {
        var commit = Commit(Sample.ClearAnd(("a", SessionChange.Set(Sample.Number(1)))), tokens: new() { ["old"] = 0 });

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s = :s, #rt.#t = :now, #ver = #ver + :one, #sz = :sz REMOVE #rt.#r0"));
        Assert.That(expression.Condition, Is.EqualTo(Life));
        Assert.That(Sample.TextOf(expression.Values[":sz"]), Is.EqualTo("""{"N":"3"}"""), "the exact size");
        Assert.That(Sample.TextOf(expression.Values[":s"]), Is.EqualTo("""{"M":{"a":{"N":"1"}}}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void Changes_that_do_not_fit_replace_the_loaded_fields_of_the_version_that_was_loaded()
    {
        var expression = Expression(Commit(Sets(251)));

        Assert.That(expression.Update, Is.EqualTo("SET #s = :s, #rt.#t = :now, #ver = #ver + :one, #sz = :sz"));
        Assert.That(expression.Condition, Is.EqualTo(Live + " AND #ver = :ver"));
        Assert.That(Sample.TextOf(expression.Values[":ver"]), Is.EqualTo("""{"N":"1"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [TestCase(null, 1_000L, TestName = "The_exact_size_is_written_for_a_known_version(no bound is stored)")]
    [TestCase(990L, 1_000L, TestName = "The_exact_size_is_written_for_a_known_version(the bound would be exceeded)")]
    public void The_exact_size_is_written_for_a_known_version(long? bound, long maxBytes)
    {
        var commit = Commit(Sample.Changes(("name", SessionChange.Set(Sample.Text("0123456789")))), sizeBound: bound, maxBytes: maxBytes);

        var expression = Expression(commit);

        Assert.That(expression.Update, Is.EqualTo("SET #s.#0 = :0, #rt.#t = :now, #ver = #ver + :one, #sz = :sz"));
        Assert.That(expression.Condition, Is.EqualTo(Live + " AND #ver = :ver"));
        Assert.That(Sample.TextOf(expression.Values[":sz"]), Is.EqualTo("""{"N":"14"}"""));
        ExpressionAssert.UsesWhatItDeclares(expression);
    }

    [Test]
    public void Within_the_bound_others_may_commit_as_long_as_the_stored_bound_leaves_room()
    {
        var commit = Commit(Sample.Changes(("name", SessionChange.Set(Sample.Text("0123456789")))), sizeBound: 986, maxBytes: 1_000);

        var expression = Expression(commit);

        Assert.That(expression.Condition, Is.EqualTo(Life + Bound));
        Assert.That((Sample.TextOf(expression.Values[":sz"]), Sample.TextOf(expression.Values[":szmax"])), Is.EqualTo(("""{"N":"14"}""", """{"N":"986"}""")));
    }

    [Test]
    public void Removing_fields_does_not_change_the_bound()
    {
        var expression = Expression(Commit(Sample.Changes(("name", SessionChange.Remove)), sizeBound: null));

        Assert.That(expression.Update, Is.EqualTo("SET #rt.#t = :now, #ver = #ver + :one REMOVE #s.#0"));
        Assert.That(expression.Condition, Is.EqualTo(Life));
    }

    [Test]
    public void Tokens_of_other_processes_are_removed_only_when_there_is_no_room_and_the_record_says_so()
    {
        var tokens = Enumerable.Range(0, 80).ToDictionary(index => $"token {index:00}", index => Now - 80 + index);

        var few = Expression(Commit(Sets(1), tokens: tokens.Take(79).ToDictionary()));
        var many = Expression(Commit(Sets(1), tokens: tokens));

        Assert.That(few.Update, Does.Not.Contain("#rtv").And.Not.Contain("REMOVE"));
        Assert.That(many.Update, Does.Contain(", #rtv = :ver, #rtx = :rtx, "));
        Assert.That(many.Condition, Is.EqualTo(Live + " AND #ver = :ver AND NOT #rtx > :rtx"), "There is room after this version.");
        Assert.That((Count(many.Update, "#rt.#r"), many.Names["#r0"], many.Names["#r31"]), Is.EqualTo((32, "token 00", "token 31")));
        Assert.That(Sample.TextOf(many.Values[":rtx"]), Is.EqualTo($$"""{"N":"{{Now - 49}}"}"""));
        ExpressionAssert.UsesWhatItDeclares(many);
    }

    [Test]
    public void While_all_tokens_are_in_doubt_here_a_commit_waits_for_room()
    {
        var inDoubt = Enumerable.Range(0, 80).Select(_ => CommitToken.Create()).ToArray();
        Array.ForEach(inDoubt, CommitToken.Begin);

        var expression = Expression(Commit(Sets(1), tokens: inDoubt.ToDictionary(token => token, _ => Now)));

        Assert.That(expression.Condition, Is.EqualTo(Live + " AND #ver = :ver AND size(#rt) < :most"));
        ExpressionAssert.UsesWhatItDeclares(expression);
        Array.ForEach(inDoubt, CommitToken.Settle);
    }

    [Test]
    public void Changes_that_leave_no_room_to_remove_tokens_replace_the_fields()
    {
        var tokens = Enumerable.Range(0, 80).ToDictionary(index => $"token {index:00}", index => Now - 80 + index);

        var expression = Expression(Commit(Sets(250), tokens: tokens));

        Assert.That(expression.Update, Does.StartWith("SET #s = :s, "));
        Assert.That(Count(expression.Update, "#rt.#r"), Is.EqualTo(32));
    }

    private UpdateExpression Expression(SessionCommit commit) => _expressions.Commit(CommitAttempt.First(commit), Now);

    private static bool Merges(UpdateExpression expression) => !expression.Update.Contains("#s = :s", StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static SessionChanges Many(int count, SessionChange change) =>
        Sample.Changes([.. Enumerable.Range(0, count).Select(index => ($"{index}", change))]);

    private static SessionChanges Sets(int count) =>
        Sample.Changes([.. Enumerable.Range(0, count).Select(index => ($"{index}", SessionChange.Set(Sample.Number(index))))]);

    private static Dictionary<string, long> OldTokens(int count) =>
        Enumerable.Range(0, count).ToDictionary(index => $"token {index}", index => (long)index);

    private static SessionCommit Commit(
        SessionChanges changes,
        double extendedBy = 0,
        Dictionary<string, long>? tokens = null,
        int? idleSeconds = null,
        string? userId = null,
        long? absoluteEnd = null,
        ReadOnlyMemory<byte>? ticket = null,
        long? sizeBound = 0,
        long? maxBytes = null,
        bool isPersistent = false,
        bool? staysPersistent = null,
        string? description = null)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(Now);
        var loaded = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            Version = 1,
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(20),
            AbsoluteExpiresAt = absoluteEnd is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
            IdleTimeout = idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            UserId = userId,
            IsPersistent = isPersistent,
            Description = description,
            Ticket = ticket,
            CommitTokens = tokens ?? [],
            SizeBound = sizeBound,
        };
        return new SessionCommit
        {
            Loaded = loaded,
            Changes = changes,
            ExpiresAt = loaded.ExpiresAt.AddSeconds(extendedBy),
            IdleTimeout = loaded.IdleTimeout,
            UserId = loaded.UserId,
            IsPersistent = staysPersistent ?? isPersistent,
            MaxBytes = maxBytes,
        };
    }
}
