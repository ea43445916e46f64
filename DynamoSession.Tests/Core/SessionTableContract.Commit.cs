using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_commit_changes_only_the_fields_that_it_names()
    {
        var record = await CreatedAsync(("kept", Sample.Number(1)), ("changed", Sample.Number(2)), ("removed", Sample.Number(3)));

        var status = await CommitAsync(record, ("changed", SetText("x")), ("removed", SessionChange.Remove), ("added", SetText("y")));

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(await FieldsOfAsync(record.Id), Is.EqualTo(new Dictionary<string, string>
        {
            ["kept"] = """{"N":"1"}""",
            ["changed"] = """{"S":"x"}""",
            ["added"] = """{"S":"y"}""",
        }));
    }

    [Test]
    public async Task A_commit_increments_the_version_and_stores_its_token()
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("a", SetText("x"))));

        await Table.CommitAsync(commit, default);

        var after = await LoadedAsync(record.Id);
        Assert.That(after.Version, Is.EqualTo(2));
        Assert.That(after.CommitTokens, Contains.Key(commit.Token));
        Assert.That(after.CommitTokens, Has.Count.EqualTo(2));
    }

    [TestCase(30, ExpectedResult = 30, Description = "later than loaded: written")]
    [TestCase(10, ExpectedResult = 20, Description = "earlier than loaded: kept")]
    public async Task<double> A_commit_extends_but_never_shortens(int minutes)
    {
        var created = Now;
        var record = await CreatedAsync();

        await Table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SetText("x"))), created.AddMinutes(minutes)), default);

        return ((await LoadedAsync(record.Id)).ExpiresAt - created).TotalMinutes;
    }

    [Test]
    public async Task Changes_of_requests_that_loaded_the_same_session_merge()
    {
        var record = await CreatedAsync();

        await CommitAsync(record, ("a", SetText("1")));
        await CommitAsync(record, ("b", SetText("2")));

        Assert.That((await FieldsOfAsync(record.Id)).Keys, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task An_increment_and_an_append_start_from_nothing()
    {
        var record = await CreatedAsync();

        await CommitAsync(record, ("count", SessionChange.Increment(5)), ("log", SessionChange.Append(Sample.List("x"))));

        Assert.That(await FieldsOfAsync(record.Id), Is.EqualTo(new Dictionary<string, string> { ["count"] = """{"N":"5"}""", ["log"] = """{"L":[{"S":"x"}]}""" }));
    }

    [Test]
    public async Task An_increment_and_an_append_add_to_what_is_currently_stored()
    {
        var record = await CreatedAsync(("count", Sample.Number(1)), ("log", Sample.List("a")));
        await CommitAsync(record, ("count", SessionChange.Increment(10)), ("log", SessionChange.Append(Sample.List("b"))));

        await CommitAsync(record, ("count", SessionChange.Increment(-100)), ("log", SessionChange.Append(Sample.List("c", "d"))));

        Assert.That(await FieldsOfAsync(record.Id), Is.EqualTo(new Dictionary<string, string>
        {
            ["count"] = """{"N":"-89"}""",
            ["log"] = """{"L":[{"S":"a"},{"S":"b"},{"S":"c"},{"S":"d"}]}""",
        }));
    }

    [Test]
    public async Task Incrementing_a_text_is_refused_and_writes_nothing()
    {
        var record = await CreatedAsync(("name", Sample.Text("secret")));

        Assert.That(
            () => CommitAsync(record, ("other", SetText("x")), ("name", SessionChange.Increment(1))),
            Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'name'").And.Message.Not.Contains("secret"));
        Assert.That((await FieldsOfAsync(record.Id)).Keys, Is.EqualTo(new[] { "name" }));
    }

    [Test]
    public async Task Appending_to_a_number_is_refused_and_writes_nothing()
    {
        var record = await CreatedAsync(("count", Sample.Number(1)));

        Assert.That(
            () => CommitAsync(record, ("count", SessionChange.Append(Sample.List("x")))),
            Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'count'"));
        Assert.That((await LoadedAsync(record.Id)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Clear_removes_also_what_others_have_added_meanwhile()
    {
        var record = await CreatedAsync(("old", Sample.Number(1)));
        await CommitAsync(record, ("concurrent", SetText("x")));

        var status = await Table.CommitAsync(Sample.Commit(record, Sample.ClearAnd(("new", SetText("y")), ("count", SessionChange.Increment(2)))), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(await FieldsOfAsync(record.Id), Is.EqualTo(new Dictionary<string, string> { ["new"] = """{"S":"y"}""", ["count"] = """{"N":"2"}""" }));
    }

    [Test]
    public async Task A_set_after_a_concurrent_clear_survives_it()
    {
        var record = await CreatedAsync(("old", Sample.Number(1)));
        await Table.CommitAsync(Sample.Commit(record, Sample.ClearAnd()), default);

        await CommitAsync(record, ("later", SetText("x")));

        Assert.That((await FieldsOfAsync(record.Id)).Keys, Is.EqualTo(new[] { "later" }));
    }

    [Test]
    public async Task A_commit_may_not_make_the_item_larger_than_DynamoDB_allows()
    {
        var record = await CreatedAsync(("large", Sample.Text(new string('x', 300 * 1024))));

        Assert.That(
            () => CommitAsync(record, ("more", SetText(new string('y', 110 * 1024)))),
            Throws.TypeOf<SessionTooLargeException>().With.Message.Contains("'large'").And.Message.Contains("'more'"));
        Assert.That((await FieldsOfAsync(record.Id)).Keys, Is.EqualTo(new[] { "large" }));
    }

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(250)]
    [TestCase(251)]
    [TestCase(1_000)]
    public async Task A_commit_of_any_number_of_fields_merges_and_takes_effect_once(int count)
    {
        var record = await CreatedAsync(("kept", Sample.Number(1)));
        await CommitAsync(record, ("concurrent", SetText("x")));
        var changes = Enumerable.Range(0, count).Select(index => ($"field {index}", SetText("v"))).ToArray();
        var commit = Sample.Commit(record, Sample.Changes(changes), Now.AddMinutes(25));

        var first = await Table.CommitAsync(commit, default);
        var second = await Table.CommitAsync(commit, default);

        var after = await LoadedAsync(record.Id);
        Assert.That((first, second), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied)));
        Assert.That(after.Fields.Keys, Is.EquivalentTo(changes.Select(change => change.Item1).Append("kept").Append("concurrent")));
        Assert.That((after.Version, after.ExpiresAt), Is.EqualTo((3, Now.AddMinutes(25))));
    }

    [TestCase(100)]
    [TestCase(250)]
    [TestCase(300)]
    public async Task Names_of_255_bytes_make_no_difference(int count)
    {
        var record = await CreatedAsync();
        var names = Enumerable.Range(0, count).Select(index => $"{index:000}{new string('ä', 126)}").ToArray();

        var status = await CommitAsync(record, [.. names.Select(name => (name, SetText("v")))]);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await LoadedAsync(record.Id)).Fields.Keys, Is.EquivalentTo(names));
    }

    [Test]
    public async Task More_increments_and_removals_than_one_expression_holds_still_add_up()
    {
        var counters = Enumerable.Range(0, 150).Select(index => $"counter {index}").ToArray();
        var leftovers = Enumerable.Range(0, 150).Select(index => $"leftover {index}").ToArray();
        var record = await CreatedAsync([.. counters.Concat(leftovers).Select(name => (name, Sample.Number(7)))]);
        await CommitAsync(record, (counters[0], SessionChange.Increment(100)));

        var status = await CommitAsync(record, [.. counters.Select(name => (name, SessionChange.Increment(1))), .. leftovers.Select(name => (name, SessionChange.Remove))]);

        var fields = await FieldsOfAsync(record.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(fields.Keys, Is.EquivalentTo(counters));
        Assert.That((fields[counters[0]], fields[counters[1]]), Is.EqualTo(("""{"N":"108"}""", """{"N":"8"}""")));
    }

    [TestCase("""a.b""")]
    [TestCase("a[0]")]
    [TestCase("size")]
    [TestCase("#n :v")]
    [TestCase("\"quotes\" \\ and \n")]
    [TestCase("😀")]
    public async Task A_name_may_be_any_text(string name)
    {
        var record = await CreatedAsync((name, Sample.Number(1)));

        await CommitAsync(record, (name, SessionChange.Increment(1)));

        Assert.That(await FieldsOfAsync(record.Id), Is.EqualTo(new Dictionary<string, string> { [name] = """{"N":"2"}""" }));
    }

    [TestCase("""{"S":""}""")]
    [TestCase("""{"S":"\" \\ \n ä 😀"}""")]
    [TestCase("""{"N":"-12345678901234567890123456789012345678"}""")]
    [TestCase("""{"B":""}""")]
    [TestCase("""{"B":"AAEC/w=="}""")]
    [TestCase("""{"BOOL":false}""")]
    [TestCase("""{"BOOL":true}""")]
    [TestCase("""{"NULL":true}""")]
    [TestCase("""{"L":[]}""")]
    [TestCase("""{"M":{}}""")]
    [TestCase("""{"L":[{"NULL":true},{"L":[]},{"M":{"a":{"M":{}},"b":{"BOOL":false}}}]}""")]
    public async Task A_value_comes_back_as_it_was_written(string json)
    {
        var record = await CreatedAsync(("created", Sample.Json(json)));

        await CommitAsync(record, ("committed", SessionChange.Set(Sample.Json(json))));

        var fields = (await LoadedAsync(record.Id)).Fields;
        Assert.That(fields["created"].ContentEquals(Sample.Json(json)), Is.True);
        Assert.That(fields["committed"].ContentEquals(Sample.Json(json)), Is.True);
    }

    [Test]
    public async Task A_value_may_be_nested_30_deep()
    {
        var json = """{"N":"1"}""";
        for (var depth = 0; depth < 30; depth++)
        {
            json = depth % 2 == 0 ? $$$"""{"L":[{{{json}}}]}""" : $$$"""{"M":{"a":{{{json}}}}}""";
        }

        var record = await CreatedAsync(("deep", Sample.Json(json)));

        Assert.That(Sample.TextOf(record.Fields["deep"]), Is.EqualTo(json));
    }
}
