using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Tests.Core.Values;

public sealed class DynamoDbJsonTests
{
    [TestCase("""{"S":"x"}""", SessionValueKind.String)]
    [TestCase("""{"N":"1"}""", SessionValueKind.Number)]
    [TestCase("""{"B":"AA=="}""", SessionValueKind.Binary)]
    [TestCase("""{"BOOL":true}""", SessionValueKind.Boolean)]
    [TestCase("""{"NULL":true}""", SessionValueKind.Null)]
    [TestCase("""{"L":[]}""", SessionValueKind.List)]
    [TestCase("""{"M":{}}""", SessionValueKind.Map)]
    [TestCase("""{"SS":["x"]}""", SessionValueKind.StringSet)]
    [TestCase("""{"NS":["1"]}""", SessionValueKind.NumberSet)]
    [TestCase("""{"BS":["AA=="]}""", SessionValueKind.BinarySet)]
    [TestCase(""" { "\u0053" : "x" } """, SessionValueKind.String)]
    public void The_kind_is_the_name_of_the_first_member(string json, SessionValueKind kind)
    {
        var value = Value(json);

        Assert.That(value.Kind, Is.EqualTo(kind));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("1")]
    [TestCase("{")]
    [TestCase("""{"X":"s3cret"}""")]
    [TestCase("""{"s":"s3cret"}""")]
    [TestCase("s3cret")]
    public void What_does_not_begin_like_DynamoDB_JSON_is_refused_without_quoting_it(string json)
    {
        Assert.That(() => Value(json), Throws.TypeOf<FormatException>().With.Message.Not.Contains("s3cret").And.InnerException.Null);
    }

    [TestCase("""{"S":5}""")]
    [TestCase("""{"N":5}""")]
    [TestCase("""{"L":{}}""")]
    [TestCase("""{"L":["s3cret"]}""")]
    [TestCase("""{"M":[]}""")]
    [TestCase("""{"M":{"a":"s3cret"}}""")]
    [TestCase("""{"SS":[1]}""")]
    [TestCase("""{"SS":[]}""")]
    [TestCase("""{"NS":[]}""")]
    [TestCase("""{"BS":[]}""")]
    [TestCase("""{"M":{"a":{"X":"s3cret"}}}""")]
    [TestCase("""{"M":{"a":{"S":"s3cret"}""")]
    [TestCase("""{"M":s3cret""")]
    [TestCase("""{"M":{"a":{"S":"s3cret","N":"1"}}}""")]
    [TestCase("""{"S":"s3cret"} true""")]
    [TestCase("""{"S":"s3cret\ud800"}""")]
    [TestCase("""{"M":{"s3cret\ud800":{"N":"1"}}}""")]
    [TestCase("""{"N":"s3cret"}""")]
    [TestCase("""{"NS":["1","s3cret"]}""")]
    [TestCase("""{"N":"1E999999999"}""")]
    [TestCase("""{"B":"s3cret?"}""")]
    [TestCase("""{"BOOL":"s3cret"}""")]
    [TestCase("""{"NULL":null}""")]
    public void Nested_invalid_DynamoDB_JSON_is_refused_at_once(string json)
    {
        Assert.That(() => Value(json), Throws.TypeOf<FormatException>().With.Message.Not.Contains("s3cret").And.InnerException.Null);
    }

    [Test]
    public void Text_that_is_not_UTF8_is_refused()
    {
        Assert.That(() => SessionValue.FromDynamoDbJson((byte[])[.. "{\"S\":\""u8, 0xFF, .. "\"}"u8]), Throws.TypeOf<FormatException>());
    }

    [TestCase("""{"L":[]}""", """{"L":[]}""", """{"L":[]}""")]
    [TestCase("""{"L":[]}""", """{"L":[{"N":"1"}]}""", """{"L":[{"N":"1"}]}""")]
    [TestCase("""{"L":[{"N":"1"}]}""", """{"L":[]}""", """{"L":[{"N":"1"}]}""")]
    [TestCase("""{"L":[{"N":"1"}]}""", """{"L":[{"S":"]"},{"L":[]}]}""", """{"L":[{"N":"1"},{"S":"]"},{"L":[]}]}""")]
    [TestCase(""" { "L" : [ {"N":"1"} ] } """, """{"L":[ ]}""", """{"L":[{"N":"1"}]}""")]
    public void Items_are_added_at_the_end_of_a_list(string list, string items, string expected)
    {
        var result = DynamoDbJson.Concat(Value(list), Value(items));

        Assert.That(Encoding.UTF8.GetString(result.Utf8Json.Span), Is.EqualTo(expected));
    }

    // The rules are those of "DynamoDB item sizes" in AWS's developer guide.
    [TestCase("""{"S":""}""", 0)]
    [TestCase("""{"S":"abc"}""", 3)]
    [TestCase("""{"S":"\u00e9\n"}""", 3)]
    [TestCase("""{"N":"0"}""", 1)]
    [TestCase("""{"N":"7"}""", 2)]
    [TestCase("""{"N":"-1234"}""", 3)]
    [TestCase("""{"N":"12345"}""", 4)]
    [TestCase("""{"N":"1000000"}""", 2)]
    [TestCase("""{"B":""}""", 0)]
    [TestCase("""{"B":"AA=="}""", 1)]
    [TestCase("""{"B":"AAA="}""", 2)]
    [TestCase("""{"B":"AAAA"}""", 3)]
    [TestCase("""{"BOOL":false}""", 1)]
    [TestCase("""{"NULL":true}""", 1)]
    [TestCase("""{"L":[]}""", 3)]
    [TestCase("""{"L":[{"S":"abc"},{"BOOL":true}]}""", 9)]
    [TestCase("""{"M":{}}""", 3)]
    [TestCase("""{"M":{"name":{"S":"abc"},"n":{"N":"7"}}}""", 15)]
    [TestCase("""{"M":{"a":{"L":[{"M":{}}]}}}""", 12)]
    [TestCase("""{"SS":["a","bc"]}""", 3)]
    [TestCase("""{"NS":["1","123"]}""", 5)]
    [TestCase("""{"BS":["AA==","AAAA"]}""", 4)]
    public void The_size_is_what_DynamoDB_bills(string json, int bytes)
    {
        var size = Value(json).GetSize();

        Assert.That(size, Is.EqualTo(bytes));
    }

    private static SessionValue Value(string json) => SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(json));
}
