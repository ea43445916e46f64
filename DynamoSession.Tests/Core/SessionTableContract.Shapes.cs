using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>What a commit is composed of, in all combinations that make another expression.</summary>
public abstract partial class SessionTableContract
{
    [Test]
    public async Task Any_number_of_changes_of_any_kind_does_what_each_of_them_does(
        [Values] SessionChangeKind kind, [Values(1, 2, 125, 126, 250, 251, 300)] int count, [Values("absent", "present", "cleared")] string before)
    {
        var names = Enumerable.Range(0, count).Select(index => $"field {index}").ToArray();
        var record = await CreatedAsync(before == "absent" ? [] : [.. names.Select(name => (name, ValueBefore(kind)))]);
        await CommitAsync(record, ("other", SetText("x")));
        var commit = Sample.Commit(record, new SessionChanges(before == "cleared", names.ToDictionary(name => name, _ => ChangeOf(kind))));

        var first = await Table.CommitAsync(commit, default);
        var second = await Table.CommitAsync(commit, default);

        var expected = ExpectedValue(kind, isAdded: before == "present") is { } value ? names.ToDictionary(name => name, _ => value) : [];
        if (before != "cleared")
        {
            expected["other"] = """{"S":"x"}""";
        }

        var after = await LoadedAsync(record.Id);
        Assert.That((first, second), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied)));
        Assert.That(Sample.TextOf(after.Fields), Is.EquivalentTo(expected));
        Assert.That((after.Version, after.CommitTokens.ContainsKey(commit.Token)), Is.EqualTo((3, true)));
    }

    [Test]
    public async Task Changes_of_all_kinds_share_a_commit([Values(1, 40, 63, 80)] int each, [Values] bool clears)
    {
        var kinds = Enum.GetValues<SessionChangeKind>();
        var fields = kinds.SelectMany(kind => Enumerable.Range(0, each).Select(index => (Name: $"{kind} {index}", Kind: kind))).ToArray();
        var record = await CreatedAsync([.. fields.Select(field => (field.Name, ValueBefore(field.Kind)))]);

        var status = await Table.CommitAsync(
            Sample.Commit(record, new SessionChanges(clears, fields.ToDictionary(field => field.Name, field => ChangeOf(field.Kind)))), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(
            await FieldsOfAsync(record.Id),
            Is.EquivalentTo(fields.Where(field => field.Kind != SessionChangeKind.Remove).ToDictionary(field => field.Name, field => ExpectedValue(field.Kind, isAdded: !clears))));
    }

    [Test]
    public async Task User_and_idle_timeout_change_under_any_terms(
        [Values("none", "set", "kept", "changed", "removed")] string user,
        [Values("none", "set", "kept", "changed", "removed")] string idle,
        [Values("none", "version", "lease given back", "lease kept")] string terms)
    {
        var record = await OwnedAsync(user == "none" || user == "set" ? null : "ada", idle == "none" || idle == "set" ? null : TimeSpan.FromMinutes(10));
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);
        var commit = new SessionCommit
        {
            Loaded = record,
            Changes = Sample.Changes(("a", SetText("x"))),
            ExpiresAt = Now.AddMinutes(25),
            IdleTimeout = AfterIt<TimeSpan?>(idle, record.IdleTimeout, TimeSpan.FromMinutes(25)),
            UserId = AfterIt(user, record.UserId, "bob"),
            RequiresLoadedVersion = terms == "version",
            Lease = terms.StartsWith("lease", StringComparison.Ordinal) ? lease : null,
            KeepsLease = terms == "lease kept",
        };

        var status = await Table.CommitAsync(commit, default);

        var after = await LoadedAsync(record.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((after.UserId, after.IdleTimeout, after.ExpiresAt), Is.EqualTo((commit.UserId, commit.IdleTimeout, Now.AddMinutes(25))));
        Assert.That(Sample.TextOf(after.Fields), Is.EqualTo(new Dictionary<string, string> { ["a"] = """{"S":"x"}""" }));
        Assert.That(
            (await Table.AcquireAsync(Lease(record.Id), default)).Status,
            Is.EqualTo(terms == "lease given back" ? SessionLoadStatus.Live : SessionLoadStatus.Leased));
    }

    private static SessionValue ValueBefore(SessionChangeKind kind) => kind == SessionChangeKind.Append ? Sample.List("a") : Sample.Number(7);

    private static SessionChange ChangeOf(SessionChangeKind kind) => kind switch
    {
        SessionChangeKind.Set => SetText("new"),
        SessionChangeKind.Remove => SessionChange.Remove,
        SessionChangeKind.Increment => SessionChange.Increment(2),
        _ => SessionChange.Append(Sample.List("b")),
    };

    /// <returns>What <see cref="ChangeOf"/> makes of a field; null when it is gone.</returns>
    private static string? ExpectedValue(SessionChangeKind kind, bool isAdded) => kind switch
    {
        SessionChangeKind.Set => """{"S":"new"}""",
        SessionChangeKind.Remove => null,
        SessionChangeKind.Increment => isAdded ? """{"N":"9"}""" : """{"N":"2"}""",
        _ => isAdded ? """{"L":[{"S":"a"},{"S":"b"}]}""" : """{"L":[{"S":"b"}]}""",
    };

    private static T? AfterIt<T>(string what, T before, T other) => what switch
    {
        "none" or "removed" => default,
        "kept" => before,
        _ => other,
    };

    private async Task<SessionRecord> OwnedAsync(string? userId, TimeSpan? idleTimeout)
    {
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(10),
            AbsoluteExpiresAt = null,
            IdleTimeout = idleTimeout,
            UserId = userId,
        };
        await Table.CreateAsync(creation, default);
        return await LoadedAsync(creation.Id);
    }
}
