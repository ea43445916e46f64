using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Fields that stay in the response they came with until they are used.</summary>
public sealed class StoredFieldsTests
{
    [TestCase(3)]
    [TestCase(16)]
    [TestCase(17)]
    [TestCase(1_000)]
    public void Every_field_is_found_by_its_name_and_no_other(int count)
    {
        var fields = With(count);

        Assert.That(fields, Has.Count.EqualTo(count));
        for (var index = 0; index < count; index++)
        {
            Assert.That(Sample.TextOf(fields[NameOf(index)]), Is.EqualTo($$"""{"N":"{{index}}"}"""));
        }

        Assert.That((fields.ContainsKey("x"), fields.ContainsKey(NameOf(count)), fields.TryGetValue("", out _)), Is.EqualTo((false, false, false)));
        Assert.That(fields.Keys, Is.EqualTo(Enumerable.Range(0, count).Select(NameOf)));
    }

    [Test]
    public void A_name_that_is_not_valid_text_is_not_the_replacement_character()
    {
        var fields = Of("""{"\ufffd":{"N":"1"},"�":{"N":"2"}}""");

        Assert.That((fields.ContainsKey("\ufffd"), fields.ContainsKey("\ud800")), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_value_is_the_same_part_of_the_document_whoever_asks()
    {
        var fields = With(20);

        var values = new SessionValue[64];
        Parallel.For(0, values.Length, index => values[index] = fields[NameOf(7)]);

        Assert.That(values.Select(value => value.Utf8Json), Is.All.EqualTo(values[0].Utf8Json), "compared by its place in the memory");
    }

    [Test]
    public void They_are_never_larger_than_they_say()
    {
        const string Json = """{"é\u0041":{"S":"\n\"ü"},"n":{"N":"-1E-130"},"l":{"L":[{"BOOL":true},{"NULL":true},{"M":{}}]},"b":{"B":"AAEC"},"s":{"SS":["a","b"]},"":{"S":""}}""";
        var fields = Of(Json);

        var size = fields.Sum(member => Encoding.UTF8.GetByteCount(member.Key) + member.Value.GetSize());

        Assert.That(fields.LargestSize, Is.GreaterThanOrEqualTo(size).And.LessThan(Encoding.UTF8.GetByteCount(Json)));
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"field-{index}é");

    private static StoredFields With(int count) =>
        Of($"{{{string.Join(',', Enumerable.Range(0, count).Select(index => $$"""
            "{{NameOf(index)}}":{"N":"{{index}}"}
            """))}}}");

    private static StoredFields Of(string json) => new(JsonMembers.Of(Encoding.UTF8.GetBytes(json)));
}
