using System.Text;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Core.Values;

public sealed class ValueComparerTests
{
    [TestCase("""{"N":"1"}""", """{"N":"1.0"}""")]
    [TestCase("""{"N":"100"}""", """{"N":"1E+2"}""")]
    [TestCase("""{"N":"0"}""", """{"N":"-0.00"}""")]
    [TestCase("""{"S":"a"}""", """{"S":"\u0061"}""")]
    [TestCase("""{"S":"x"}""", """ { "S" : "x" } """)]
    [TestCase("""{"M":{"a":{"N":"1"},"b":{"S":"x"}}}""", """{"M":{"b":{"S":"x"},"a":{"N":"1.0"}}}""")]
    [TestCase("""{"L":[{"M":{"a":{"NULL":true},"b":{"L":[]}}}]}""", """{"L":[{"M":{"b":{"L":[]},"a":{"NULL":true}}}]}""")]
    [TestCase("""{"SS":["a","b"]}""", """{"SS":["b","a"]}""")]
    [TestCase("""{"NS":["1","2"]}""", """{"NS":["2.0","1E0"]}""")]
    [TestCase("""{"BS":["AA==","AQ=="]}""", """{"BS":["AQ==","AA=="]}""")]
    public void Values_of_one_meaning_are_equal(string left, string right)
    {
        Assert.That(Value(left).ContentEquals(Value(right)), Is.True);
        Assert.That(Value(right).ContentEquals(Value(left)), Is.True);
    }

    [TestCase("""{"N":"1"}""", """{"S":"1"}""")]
    [TestCase("""{"N":"1"}""", """{"N":"-1"}""")]
    [TestCase("""{"N":"1"}""", """{"N":"1.0000000000000000000000000000000000001"}""")]
    [TestCase("""{"S":"a"}""", """{"S":"A"}""")]
    [TestCase("""{"S":"\u00e9"}""", """{"S":"e\u0301"}""")]
    [TestCase("""{"S":""}""", """{"NULL":true}""")]
    [TestCase("""{"B":"AA=="}""", """{"B":"AQ=="}""")]
    [TestCase("""{"BOOL":true}""", """{"BOOL":false}""")]
    [TestCase("""{"L":[{"N":"1"},{"N":"2"}]}""", """{"L":[{"N":"2"},{"N":"1"}]}""")]
    [TestCase("""{"L":[{"N":"1"}]}""", """{"L":[{"N":"1"},{"N":"1"}]}""")]
    [TestCase("""{"L":[]}""", """{"M":{}}""")]
    [TestCase("""{"L":[{"S":"1"}]}""", """{"L":[{"N":"1"}]}""")]
    [TestCase("""{"M":{"a":{"N":"1"}}}""", """{"M":{"A":{"N":"1"}}}""")]
    [TestCase("""{"M":{"a":{"N":"1"}}}""", """{"M":{"a":{"N":"1"},"b":{"N":"1"}}}""")]
    [TestCase("""{"M":{"a":{"N":"1"}}}""", """{"M":{"a":{"NULL":true}}}""")]
    [TestCase("""{"SS":["a"]}""", """{"SS":["a","b"]}""")]
    [TestCase("""{"SS":["1"]}""", """{"NS":["1"]}""")]
    [TestCase("""{"SS":["a"]}""", """{"L":[{"S":"a"}]}""")]
    public void Values_of_another_meaning_are_not_equal(string left, string right)
    {
        Assert.That(Value(left).ContentEquals(Value(right)), Is.False);
        Assert.That(Value(right).ContentEquals(Value(left)), Is.False);
    }

    private static SessionValue Value(string json) => SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(json));
}
