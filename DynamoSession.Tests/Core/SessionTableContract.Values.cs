using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>Every kind of value and of name, whichever way it is written.</summary>
public abstract partial class SessionTableContract
{
    private static readonly string[] ValuesOfEachKind =
    [
        """{"S":""}""", """{"S":"plain"}""", """{"S":"\" \\ \n \u0000 ä 😀"}""",
        """{"N":"0"}""", """{"N":"-1.5"}""", """{"N":"12345678901234567890123456789012345678"}""", """{"N":"1E-9"}""",
        """{"B":""}""", """{"B":"AAEC/w=="}""",
        """{"BOOL":true}""", """{"BOOL":false}""", """{"NULL":true}""",
        """{"L":[]}""", """{"L":[{"S":""},{"N":"1"},{"B":"AA=="},{"BOOL":false},{"NULL":true},{"L":[]},{"M":{}}]}""",
        """{"M":{}}""", """{"M":{" ":{"S":""},"a.b":{"N":"1"},"#n":{"L":[{"M":{":v":{"NULL":true}}}]}}}""",
    ];

    private static readonly string[] NamesOfEachKind =
    [
        "a.b", "a[0]", "size", "SET", "#n", ":v", "0", " ", "\" \\ \n", "😀", "ä", "id", "sess", "expires", "constructor", "__proto__", "length",
    ];

    [Test]
    public async Task A_value_of_each_kind_comes_back_whichever_way_it_was_written(
        [ValueSource(nameof(ValuesOfEachKind))] string json, [Values("created", "set", "set with very many", "set after a clear", "appended")] string way)
    {
        var value = Sample.Json(json);
        var record = await CreatedAsync(("a", way == "created" ? value : Sample.List()));
        if (way != "created")
        {
            var change = way == "appended" ? SessionChange.Append(Sample.Json($$"""{"L":[{{json}}]}""")) : SessionChange.Set(value);
            var others = way == "set with very many" ? Many(300) : [];
            await Table.CommitAsync(Sample.Commit(record, new SessionChanges(way == "set after a clear", Sample.Changes([("a", change), .. others]).Fields)), default);
        }

        var field = (await LoadedAsync(record.Id)).Fields["a"];
        Assert.That(field.ContentEquals(way == "appended" ? Sample.Json($$"""{"L":[{{json}}]}""") : value), Is.True, Sample.TextOf(field));
    }

    [Test]
    public async Task A_name_of_each_kind_takes_each_kind_of_change([ValueSource(nameof(NamesOfEachKind))] string name, [Values] SessionChangeKind kind, [Values] bool isPresent)
    {
        var record = await CreatedAsync(isPresent ? [(name, ValueBefore(kind)), ("kept", Sample.Number(1))] : [("kept", Sample.Number(1))]);

        await CommitAsync(record, (name, ChangeOf(kind)));

        var expected = new Dictionary<string, string> { ["kept"] = """{"N":"1"}""" };
        if (ExpectedValue(kind, isPresent) is { } value)
        {
            expected[name] = value;
        }

        Assert.That(await FieldsOfAsync(record.Id), Is.EquivalentTo(expected));
    }

    [TestCase("0", 0, "0")]
    [TestCase("1", -1, "0")]
    [TestCase("-5", 3, "-2")]
    [TestCase("9223372036854775807", 1, "9223372036854775808")]
    [TestCase("-9223372036854775808", long.MinValue, "-18446744073709551616")]
    [TestCase("0.5", 1, "1.5")]
    [TestCase("-0.5", 1, "0.5")]
    [TestCase("1.50", 1, "2.5")]
    [TestCase("1E+2", 1, "101")]
    [TestCase("1E-9", 1, "1.000000001")]
    [TestCase("12345678901234567890123456789012345678", 1, "12345678901234567890123456789012345679")]
    [TestCase("99999999999999999999999999999999999999", 1, "100000000000000000000000000000000000000")]
    public async Task Numbers_add_up_exactly(string before, long by, string expected)
    {
        var record = await CreatedAsync(("count", Sample.Json($$"""{"N":"{{before}}"}""")));

        await CommitAsync(record, ("count", SessionChange.Increment(by)));

        var sum = (await LoadedAsync(record.Id)).Fields["count"];
        Assert.That(sum.ContentEquals(Sample.Json($$"""{"N":"{{expected}}"}""")), Is.True, Sample.TextOf(sum));
    }

    [Test]
    public async Task A_sum_that_DynamoDB_cannot_store_is_refused_like_an_invalid_number_and_writes_nothing(
        [Values("1E+50", "1E-38", "99999999999999999999999999999999999998")] string before, [Values("one", "very many")] string others)
    {
        var record = await CreatedAsync(("count", Sample.Json("""{"N":"0"}""")));
        await CommitAsync(record, ("count", SessionChange.Set(Sample.Json($$"""{"N":"{{before}}"}"""))));

        Assert.That(
            () => CommitAsync(record, [.. Many(others == "one" ? 1 : 300), ("count", SessionChange.Increment(3))]),
            Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'count'").And.Message.Not.Contains(before));
        Assert.That(await FieldsOfAsync(record.Id), Has.Count.EqualTo(1));
    }
}
