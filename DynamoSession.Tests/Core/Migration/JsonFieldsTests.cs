using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Values;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>JSON text as JavaScript reads it, and what DynamoDB cannot hold of it.</summary>
public sealed class JsonFieldsTests
{
    [TestCase("1.50", "1.50")]
    [TestCase("1e2", "1e2")]
    [TestCase("-0.000001", "-0.000001")]
    [TestCase("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    public void A_number_keeps_its_text(string json, string stored) =>
        Assert.That(Read($$"""{"n":{{json}}}""").Fields["n"], Is.EqualTo($$"""{"N":"{{stored}}"}"""));

    [Test]
    public void Of_two_fields_with_one_name_the_last_counts() =>
        Assert.That(Read("""{"a":1,"b":2,"\u0061":"last"}""").Fields, Is.EqualTo(new Dictionary<string, string> { ["a"] = """{"S":"last"}""", ["b"] = """{"N":"2"}""" }));

    [Test]
    public void Of_two_members_with_one_name_the_last_counts() =>
        Assert.That(Read("""{"a":[{"x":{"y":1},"x":[2]}]}""").Fields["a"], Is.EqualTo("""{"L":[{"M":{"x":{"L":[{"N":"2"}]}}}]}"""));

    [Test]
    public void The_last_of_two_counts_whether_or_not_it_can_be_stored()
    {
        var (fields, problems) = Read("""{"a":1,"a":1e999,"b":1e999,"b":1}""");

        Assert.That(fields.Keys, Is.EqualTo(new[] { "b" }));
        Assert.That(problems.Select(problem => problem.Field), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Texts_are_kept_exactly() =>
        Assert.That(Encoding.UTF8.GetString(SessionFieldCodec.ToBytes(JsonFields.Read("""{"a":"\u0000\t\u001f\"\\\/ \ud83d\ude00 é"}"""u8.ToArray())!.Fields["a"])), Is.EqualTo("\0\t\u001f\"\\/ \ud83d\ude00 é"));

    [TestCase("""{"a":1e126}""", "a number in it has a magnitude above 9.99E+125")]
    [TestCase("""{"a":[5e-324]}""", "a number in it is closer to zero than 1E-130")]
    [TestCase("""{"a":{"b":123456789012345678901234567890123456789}}""", "a number in it has more than 38 significant digits")]
    [TestCase("""{"a":"x\ud800"}""", "a string in it has a lone surrogate")]
    [TestCase("""{"a":"\ude00\ud83d"}""", "a string in it has a lone surrogate")]
    [TestCase("""{"a":"\ud83d\n\ude00"}""", "a string in it has a lone surrogate")]
    [TestCase("""{"a":{"\udfff":1}}""", "a string in it has a lone surrogate")]
    [TestCase("""{"a":{"":1}}""", "a property name in it is empty")]
    public void A_value_that_DynamoDB_cannot_hold_costs_its_field_alone(string json, string reason)
    {
        var (fields, problems) = Read(json[..^1] + ""","other":true}""");

        Assert.That(fields.Keys, Is.EqualTo(new[] { "other" }));
        Assert.That(problems, Is.EqualTo(new[] { new LegacyFieldProblem("a", reason) }));
    }

    [TestCase("""{"":1,"a":1}""", "", "its name has 0 bytes in UTF-8; it must have 1 to 255")]
    [TestCase("""{"\ud800":1,"a":1}""", @"\ud800", "its name has a lone surrogate")]
    public void A_name_that_cannot_be_a_field_costs_its_field_alone(string json, string shown, string reason)
    {
        var (fields, problems) = Read(json);

        Assert.That(fields.Keys, Is.EqualTo(new[] { "a" }));
        Assert.That(problems, Is.EqualTo(new[] { new LegacyFieldProblem(shown, reason) }));
    }

    [Test]
    public void A_long_name_is_shown_in_part()
    {
        var name = new string('n', 63) + "\ud83d\ude00" + new string('n', 200);

        var problem = Read($$"""{"{{name}}":1}""").Problems.Single();

        Assert.That(problem.Field, Is.EqualTo(new string('n', 63)));
    }

    [Test]
    public void Control_characters_of_a_name_are_shown_escaped() =>
        Assert.That(Read("""{"a\u001b[2J\r\n\u202eb":1e999}""").Problems.Single().Field, Is.EqualTo("""a\u001b[2J\u000d\u000a\u202eb"""));

    [Test]
    public void A_name_inside_may_be_longer_than_a_field_but_not_than_DynamoDB_allows()
    {
        var longest = new string('n', 65_535);

        Assert.That(Read($$$"""{"a":{"{{{longest}}}":1}}""").Problems, Is.Empty);
        Assert.That(Read($$$"""{"a":{"{{{longest}}}n":1}}""").Problems.Single().Reason, Is.EqualTo("a property name in it has more than 65,535 bytes in UTF-8"));
    }

    [Test]
    public void Thirty_levels_are_kept_and_more_cost_their_field_alone()
    {
        var thirty = new string('[', 30) + new string(']', 30);
        var deep = new string('[', 50_000) + new string(']', 50_000);

        var (fields, problems) = Read($$"""{"a":{{thirty}},"b":[{{thirty}}],"c":{{deep}}}""");

        Assert.That(fields.Keys, Is.EqualTo(new[] { "a" }));
        Assert.That(problems.Select(problem => problem.Field), Is.EqualTo(new[] { "b", "c" }));
        Assert.That(problems.Select(problem => problem.Reason), Has.All.EqualTo("it is nested more than 30 levels deep"));
    }

    [Test]
    public void Nesting_without_end_costs_no_more_than_its_length([Values("[", "{\"a\":")] string opening)
    {
        const int Depth = 2_000_000;
        var deep = new StringBuilder().Insert(0, opening, Depth).Append('1').Append(opening == "[" ? ']' : '}', Depth);

        var (fields, problems) = Read($$"""{"deep":{{deep}},"user":"alice"}""");

        Assert.That(fields.Keys, Is.EqualTo(new[] { "user" }));
        Assert.That(problems.Single().Field, Is.EqualTo("deep"));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("{}]")]
    [TestCase("{\"a\":[}")]
    [TestCase("{'a':1}")]
    [TestCase("{\"a\":1,}")]
    [TestCase("{\"a\":01}")]
    [TestCase("{\"a\":NaN}")]
    [TestCase("{\"a\":\"\n\"}")]
    [TestCase("/**/{}")]
    [TestCase("\ufeff{}")]
    public void Anything_but_a_JSON_object_is_not_a_session(string text) =>
        Assert.That(JsonFields.Read(Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    public void Text_that_is_not_valid_UTF_8_is_not_a_session() =>
        Assert.That(JsonFields.Read((byte[])[.. "{\"a\":\""u8, 0xC0, 0x80, .. "\"}"u8]), Is.Null);

    private static ReadResult Read(string json)
    {
        var fields = JsonFields.Read(Encoding.UTF8.GetBytes(json))!;
        return new(Sample.TextOf(fields.Fields), fields.Problems);
    }

    private sealed record ReadResult(Dictionary<string, string> Fields, IReadOnlyList<LegacyFieldProblem> Problems);
}
