using Amazon;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.DynamoDb;

[NonParallelizable]
public sealed class AttributeValueJsonTests
{
    private static readonly string[] Values =
    [
        """{"S":""}""",
        """{"S":"text"}""",
        """{"N":"1.5"}""",
        """{"B":""}""",
        """{"B":"AAEC"}""",
        """{"BOOL":true}""",
        """{"BOOL":false}""",
        """{"NULL":true}""",
        """{"L":[]}""",
        """{"L":[{"S":"a"},{"L":[]},{"M":{}}]}""",
        """{"M":{}}""",
        """{"M":{"a":{"M":{"b":{"NULL":true}}}}}""",
        """{"SS":["a","b"]}""",
        """{"NS":["1","2"]}""",
        """{"BS":["AAEC","AA=="]}""",
    ];

    [Test]
    public void A_value_survives_the_way_through_the_SDKs_type([ValueSource(nameof(Values))] string json, [Values] bool initializeCollections)
    {
        AWSConfigs.InitializeCollections = initializeCollections;
        try
        {
            var value = AttributeValueJson.ToAttributeValue(Sample.Json(json));

            Assert.That(Sample.TextOf(AttributeValueJson.ToSessionValue(value)), Is.EqualTo(json));
        }
        finally
        {
            AWSConfigs.InitializeCollections = false;
        }
    }

    [Test]
    public void A_value_without_a_type_is_refused() => Refuses(new AttributeValue());

    [TestCase("")]
    [TestCase("NaN")]
    [TestCase("1E999999999")]
    public void An_invalid_number_is_refused(string text)
    {
        Refuses(new AttributeValue { N = text });
        Refuses(new AttributeValue { NS = [text] });
    }

    [Test]
    public void A_value_that_is_nested_too_deep_to_be_read_is_refused()
    {
        var value = new AttributeValue { NULL = true };
        for (var level = 0; level < 128; level++)
        {
            value = new AttributeValue { L = [value], IsLSet = true };
        }

        Refuses(value);
    }

    private static void Refuses(AttributeValue value) => Assert.That(() => AttributeValueJson.ToSessionValue(value), Throws.TypeOf<FormatException>());
}
