using System.Text;
using System.Text.Json.Nodes;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Tests.Proof.Fuzz;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Values;

/// <summary>The short way from DynamoDB JSON to plain JSON leads to the same as the long one, or is not taken.</summary>
public sealed class PlainJsonTests
{
    [TestCase("""{"S":"a\"b\\\u0041é"}""", """
        "a\"b\\\u0041é"
        """)]
    [TestCase("""{"N":"-12.5"}""", "-12.5")]
    [TestCase("""{"N":"0"}""", "0")]
    [TestCase("""{"BOOL":false}""", "false")]
    [TestCase("""{"NULL":true}""", "null")]
    [TestCase("""{"B":"AAEC"}""", """
        "AAEC"
        """)]
    [TestCase("""{"L":[]}""", "[]")]
    [TestCase("""{"M":{}}""", "{}")]
    [TestCase("""{"M":{"a}":{"L":[{"N":"1"},{"M":{"b\"":{"S":"]"}}}]},"c":{"BOOL":true}}}""", """{"a}":[1,{"b\"":"]"}],"c":true}""")]
    public void Values_as_DynamoDB_writes_them_are_copied(string dynamoDbJson, string json) => Assert.That(Copy(Encoding.UTF8.GetBytes(dynamoDbJson)), Is.EqualTo(json));

    [TestCase("""{"N":"1E2"}""")]
    [TestCase("""{"N":"-0"}""")]
    [TestCase("""{"N":"1.50"}""")]
    [TestCase("""{"N":"007"}""")]
    [TestCase("""{"N":"0.0000000001"}""")]
    [TestCase("""{"N":""}""")]
    [TestCase("""{"N":"NaN"}""")]
    [TestCase("""{"N":"1."}""")]
    [TestCase("""{"N":".5"}""")]
    [TestCase("""{ "S":"a"}""")]
    [TestCase("""{"S":"a"} """)]
    [TestCase("""{"S":"a\"}""")]
    [TestCase("""{"S":"a""")]
    [TestCase("""{"SS":["a"]}""")]
    [TestCase("""{"L":[{"S":"a"}""")]
    [TestCase("""{"L":[{"S":"a"},]}""")]
    [TestCase("""{"L":[,{"S":"a"}]}""")]
    [TestCase("""{"M":{"a":{"S":"b"}"c":{"S":"d"}}}""")]
    [TestCase("""{"\u0053":"a"}""")]
    [TestCase("")]
    public void Anything_else_is_not(string dynamoDbJson) => Assert.That(Copy(Encoding.UTF8.GetBytes(dynamoDbJson)), Is.Null);

    [Test]
    public void A_value_that_is_nested_deeper_than_DynamoDB_allows_is_not()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"L":[""", 5_000)) + string.Concat(Enumerable.Repeat("]}", 5_000));

        Assert.That(Copy(Encoding.UTF8.GetBytes(deep)), Is.Null);
    }

    [Test]
    public void Both_ways_lead_to_the_same()
    {
        var random = new Random(ProofSeed);
        var trees = new RandomTrees(random);
        var copied = 0;
        for (var input = 0; input < 3_000; input++)
        {
            var value = AttributeValueJson.ToSessionValue(trees.Next());
            if (Copy(value.Utf8Json.ToArray()) is not { } json)
            {
                continue;
            }

            // White space keeps the value off the short way.
            var spaced = SessionValue.FromDynamoDbJson((byte[])[.. " "u8, .. value.Utf8Json.Span]);
            var expected = Encoding.UTF8.GetString(DynamoDbToJson.Convert(spaced));
            copied++;

            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)), Is.True, () => $"{Sample.TextOf(value)}: {json} instead of {expected}");
        }

        Assert.That(copied, Is.GreaterThan(1_000));
    }

    private const int ProofSeed = 7;

    private static string? Copy(byte[] json)
    {
        var output = new byte[json.Length];
        var copy = new PlainJson(json, output);
        return copy.TryCopy() ? Encoding.UTF8.GetString(output, 0, copy.Length) : null;
    }
}
