using System.Text;
using System.Text.Json.Nodes;
using DynamoSession.Core.Events;
using static DynamoSession.Tests.Core.Events.StreamSample;

namespace DynamoSession.Tests.Core.Events;

/// <summary>A record that cannot be read is an error that says what and where, and never a value.</summary>
public sealed class SessionEventErrorTests
{
    private const string Secret = "4111-1111";

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("is missing", "record.dynamodb", record => record.Remove("dynamodb"));
        yield return Case("must be an object", "record.dynamodb", record => record["dynamodb"] = Secret);
        yield return Case("is missing", "record.dynamodb.Keys", record => Write(record).Remove("Keys"));
        yield return Case("must be an object", "record.dynamodb.Keys", record => Write(record)["Keys"] = Secret);
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.Keys.id", record => Write(record)["Keys"]!["id"] = Secret);
        yield return Case("is missing", "record.eventName", record => record.Remove("eventName"));
        yield return Case("must be a string", "record.eventName", record => record["eventName"] = 1);
        yield return Case("INSERT, MODIFY or REMOVE", "record.eventName", record => record["eventName"] = Secret);
        yield return Case("must be a string", "record.eventID", record => record["eventID"] = new JsonArray(Secret));
        yield return Case("must be a string", "record.dynamodb.SequenceNumber", record => Write(record)["SequenceNumber"] = 7);
        yield return Case("40 digits", "record.dynamodb.SequenceNumber", record => Write(record)["SequenceNumber"] = Secret);
        yield return Case("40 digits", "record.dynamodb.SequenceNumber", record => Write(record)["SequenceNumber"] = "");
        yield return Case("40 digits", "record.dynamodb.SequenceNumber", record => Write(record)["SequenceNumber"] = new string('1', 41));
        yield return Case("Unix seconds", "record.dynamodb.ApproximateCreationDateTime", record => Write(record)["ApproximateCreationDateTime"] = Secret);
        yield return Case("Unix seconds", "record.dynamodb.ApproximateCreationDateTime", record => Write(record)["ApproximateCreationDateTime"] = 1_795_205_744_000);
        yield return Case("Unix seconds", "record.dynamodb.ApproximateCreationDateTime", record => Write(record)["ApproximateCreationDateTime"] = JsonNode.Parse("1e400"));
        yield return Case("Unix seconds", "record.dynamodb.ApproximateCreationDateTime", record => Write(record)["ApproximateCreationDateTime"] = JsonNode.Parse("-1e20"));
        yield return Case("must be an object", "record.userIdentity", record => record["userIdentity"] = Secret);
        yield return Case("must be a string", "record.userIdentity.principalId", record => record["userIdentity"] = new JsonObject { ["principalId"] = 7 });
        yield return Case("must be an object", "record.dynamodb.NewImage", record => Write(record)["NewImage"] = Secret);
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.NewImage.sess", record => Write(record)["NewImage"]!["sess"] = Secret);
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.NewImage.sess", record => Write(record)["NewImage"]!["sess"]!["M"]!["card"] = Secret);
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.NewImage.sess", record => Write(record)["NewImage"]!["sess"]!["M"]!["card"] = new JsonObject { ["N"] = Secret + "x" });
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.NewImage.expires", record => Write(record)["NewImage"]!["expires"] = new JsonObject { ["N"] = 2_000 });
        yield return Case("isn't valid DynamoDB JSON", "record.dynamodb.NewImage.uid", record => Write(record)["NewImage"]!["uid"] = new JsonObject { ["S"] = "ada", ["N"] = "1" });
        yield return Case("has format 2", "record.dynamodb.NewImage", record => Write(record)["NewImage"]!["fmt"] = Number(2));
    }

    [TestCaseSource(nameof(Malformed))]
    public void Says_what_is_wrong_and_where(string problem, string path, Action<JsonObject> change)
    {
        var record = Record(null, Created(item => item["sess"] = Map(("card", Text(Secret)))), change);

        var exception = Assert.Throws<SessionEventException>(() => Read(record))!;

        Assert.That(exception.Message, Does.StartWith($"A stream record can't be read: {path} ").And.Contains(problem));
        Assert.That(exception.ToString(), Does.Not.Contain(Secret));
    }

    [TestCase(null)]
    [TestCase("text")]
    [TestCase("array")]
    public void A_record_that_is_not_an_object_is_an_error(string? kind)
    {
        JsonNode? record = kind switch { "text" => Secret, "array" => new JsonArray(), _ => null };

        Assert.That(() => Read(record), Throws.TypeOf<SessionEventException>().With.Message.EqualTo("A stream record can't be read: record must be an object."));
    }

    [Test]
    public void A_record_that_does_not_exist_is_an_error() => Assert.That(
        () => new SessionEventReader(new()).Read(default), Throws.TypeOf<SessionEventException>().With.Message.Contains("record must be an object"));

    [TestCase("KEYS_ONLY")]
    [TestCase("NEW_IMAGE")]
    [TestCase("OLD_IMAGE")]
    public void Another_view_type_is_an_error_that_names_the_remedy(string viewType)
    {
        // Even where one image would be enough, so that the first record shows the mistake.
        var record = Record(null, Created(), record => Write(record)["StreamViewType"] = viewType);

        Assert.That(
            () => Read(record),
            Throws.TypeOf<SessionEventException>().With.Message.Contains("StreamViewType").And.Message.Contains("enable the table's stream with the view type NEW_AND_OLD_IMAGES"));
    }

    [TestCase("INSERT", "NewImage")]
    [TestCase("MODIFY", "NewImage")]
    [TestCase("MODIFY", "OldImage")]
    [TestCase("REMOVE", "OldImage")]
    public void A_missing_image_is_an_error_that_names_the_remedy(string eventName, string missing)
    {
        var record = Record(Session(), Session(), record =>
        {
            record["eventName"] = eventName;
            Write(record).Remove(missing);
            Write(record).Remove("StreamViewType");
        });

        Assert.That(
            () => Read(record),
            Throws.TypeOf<SessionEventException>().With.Message.Contains($"has no {missing}").And.Message.Contains("enable the table's stream with the view type NEW_AND_OLD_IMAGES"));
    }

    [Test]
    public void A_format_that_is_not_known_is_an_error_before_and_after_the_end()
    {
        var (session, tombstone) = (Session(item => item["fmt"] = Number(2)), Tombstone("out"));
        tombstone["fmt"] = Number(2);

        Assert.That(() => Read(session, null), Throws.TypeOf<SessionEventException>().With.Message.Contains("upgrade DynamoSession"));
        Assert.That(() => Read(tombstone, null), Throws.TypeOf<SessionEventException>().With.Message.Contains("upgrade DynamoSession"));
    }

    [Test]
    public void The_error_has_the_sequence_number_so_that_the_record_can_be_reported_as_failed()
    {
        var record = Record(null, Created(), record => record["eventName"] = "?");

        Assert.That(() => Read(record), Throws.TypeOf<SessionEventException>().With.Property(nameof(SessionEventException.SequenceNumber)).EqualTo("4421584500000000017450439091"));
    }

    [TestCase("""{"eventName":"\ud800","dynamodb":{"Keys":{"id":{"S":"s1#x"}}}}""", "record.eventName isn't valid Unicode text")]
    [TestCase("""{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"\ud800"}}}}""", "record.dynamodb.Keys.id isn't valid DynamoDB JSON")]
    [TestCase("""{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"s1#x"}},"NewImage":{"uid":{"S":"\ud800"}}}}""", "record.dynamodb.NewImage.uid isn't valid DynamoDB JSON")]
    [TestCase("""{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"s1#x"}},"NewImage":{"\ud800":1}}}""", "record.dynamodb.NewImage contains a name that isn't valid Unicode text")]
    [TestCase("""{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"s1#x"}},"NewImage":{"sess":{"M":{"\ud800":{"S":"x"}}}}}}""", "record.dynamodb.NewImage.sess isn't valid DynamoDB JSON")]
    public void Text_that_is_half_a_surrogate_pair_is_an_error(string json, string expected) => Assert.That(
        () => new SessionEventReader(new()).ReadAll(Encoding.UTF8.GetBytes($$"""{"Records":[{{json}}]}""")).ToArray(),
        Throws.TypeOf<SessionEventException>().With.Message.Contains(expected.Replace("record.", "Records[0].", StringComparison.Ordinal)));

    private static JsonObject Write(JsonObject record) => record["dynamodb"]!.AsObject();

    private static TestCaseData Case(string problem, string path, Action<JsonObject> change) => new TestCaseData(problem, path, change).SetArgDisplayNames(path, problem);
}
