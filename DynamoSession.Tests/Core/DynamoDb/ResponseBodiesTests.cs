using System.Text;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Records;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.DynamoDb;

/// <summary>Responses as they come over the wire, with and without a checksum that vouches for them.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class ResponseBodiesTests(bool isVerified)
{
    private static readonly ResponseBodies Bodies = new("sess");

    private const string Session =
        """{"id":{"S":"s1#a"},"sess":{"M":{"theme":{"S":"dark"}}},"rt":{"M":{"t":{"N":"7"}}},"expires":{"N":"1893456000.5"},"iat":{"N":"1"},"ver":{"N":"3"},"fmt":{"N":"1"}}""";

    [Test]
    public void An_item_is_read_with_its_units()
    {
        var response = Read($$"""{"ConsumedCapacity":{"TableName":"sessions","CapacityUnits":0.5},"Item":{{Session}}}""")!;
        var record = RecordOf(response);

        Assert.Multiple(() =>
        {
            Assert.That((response.IsApplied, response.Units), Is.EqualTo((true, 0.5)));
            Assert.That((record.Version, record.Expires, record.Format), Is.EqualTo((3, 1893456001, 1)));
            Assert.That(record.CommitTokens, Is.EqualTo(new Dictionary<string, long> { ["t"] = 7 }));
            Assert.That(Sample.TextOf(record.Fields!), Is.EqualTo(new Dictionary<string, string> { ["theme"] = """{"S":"dark"}""" }));
        });
    }

    [TestCase("{}")]
    [TestCase("""{"Item":null}""")]
    [TestCase("""{"Item":{}}""")]
    [TestCase(""" { "Other" : [ { "x" : "}" } , 1.5e3 , null ] } """)]
    public void No_item_is_an_answer_too(string body) => Assert.That(Read(body), Is.EqualTo(new ItemResponse(IsApplied: true, Item: null, Units: null)));

    [Test]
    public void White_space_and_escapes_change_nothing()
    {
        var body = "{ \"Item\" : { \"sess\" :\n{ \"M\" : {\t\"a\\\"b\\\\\" : { \"S\" : \"\\\"}\" } , \"\\u0041\" : {\"N\" : \"1\"} } } } }";

        var fields = RecordOf(Read(body)!).Fields!;

        Assert.That(fields.Keys, Is.EqualTo(new[] { "a\"b\\", "A" }));
        Assert.That((Loaded.Codec.Decode<string>("a", fields["a\"b\\"]), Loaded.Codec.Decode<int>("A", fields["A"])), Is.EqualTo(("\"}", 1)));
        Assert.That(fields.ContainsKey("a\\\"b\\\\"), Is.False);
    }

    [Test]
    public void A_refused_update_returns_the_stored_item()
    {
        var answer = new WireAnswer(
            WireOutcome.ConditionFailed,
            Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":{{Session}},"message":"The conditional request failed"}"""),
            isVerified);

        var response = Bodies.OfUpdate(answer)!;

        Assert.That((response.IsApplied, RecordOf(response).Version), Is.EqualTo((false, 3)));
    }

    [TestCase("Item", false)]
    [TestCase("Attributes", true)]
    public void An_update_that_was_applied_returns_attributes(string member, bool isRead)
    {
        var response = Bodies.OfUpdate(new(WireOutcome.Succeeded, Encoding.UTF8.GetBytes($$"""{"{{member}}":{{Session}}}"""), isVerified))!;

        Assert.That((response.IsApplied, response.Item is not null), Is.EqualTo((true, isRead)));
    }

    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("[]")]
    [TestCase("""{"Item":""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"S":"x""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"S":"\ud800"}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"\ud800":{"S":"a"}}}}}""")]
    [TestCase("""{"Item":[]}""")]
    [TestCase("""{"ConsumedCapacity":[1.0]}""")]
    public void What_the_SDK_cannot_read_is_left_to_it(string body) => Assert.That(Read(body), Is.Null);

    [TestCase("""{"Item":{"sess":{"M":{"a":{"N":"x"}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"X":"x"}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"B":"?"}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"S":"x"}}}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"S":"x"}}}}""")]
    [TestCase("""{"Item":{"sess":{"M":{"a":{"S":"x"},"\u0061":{"S":"y"}}}}}""")]
    [TestCase("""{"ConsumedCapacity":{"CapacityUnits":{"N":"1"}}}""")]
    [TestCase("""{"ConsumedCapacity":{"TableName":{"S":"sessions"},"CapacityUnits":1.0}}""")]
    [TestCase("""{"ConsumedCapacity":{"Table":{"CapacityUnits":"x"}}}""")]
    [TestCase("""{"ConsumedCapacity":{"TableName":"s\ud800","CapacityUnits":1.0}}""")]
    [TestCase("""{"Other\ud800":1}""")]
    public void Without_a_checksum_everything_is_validated(string body) =>
        Assert.That(Bodies.OfGet(new(WireOutcome.Succeeded, Encoding.UTF8.GetBytes(body), IsVerified: false)), Is.Null);

    [TestCase("""{"__type":"ConditionalCheckFailedException","message":"The request\ud800 failed"}""")]
    [TestCase("""{"__type":"ConditionalCheckFailedException","message":{}}""")]
    [TestCase("""{"__type":"ConditionalCheckFailedException","Item":{"sess":{"X":1}}}""")]
    public void Without_a_checksum_an_error_is_validated_too(string body) =>
        Assert.That(Bodies.OfUpdate(new(WireOutcome.ConditionFailed, Encoding.UTF8.GetBytes(body), IsVerified: false)), Is.Null);

    [Test]
    public void Text_that_is_not_valid_UTF8_is_left_to_the_SDK()
    {
        byte[] body = [.. """{"Item":{"sess":{"M":{"a":{"S":" """u8, 0xFF, .. "\"}}}}}"u8];

        Assert.That(Bodies.OfGet(new(WireOutcome.Succeeded, body, IsVerified: false)), Is.Null);
    }

    private static StoredRecord RecordOf(ItemResponse response) => new ItemReader(new SessionTableOptions().Attributes).ReadExisting(response.Item!);

    private ItemResponse? Read(string body) => Bodies.OfGet(new(WireOutcome.Succeeded, Encoding.UTF8.GetBytes(body), isVerified));
}
