using DynamoSession.Core;
using DynamoSession.Core.Events;
using static DynamoSession.Tests.Core.Events.StreamSample;

namespace DynamoSession.Tests.Core.Events;

/// <summary>The reader finds what the options say where the options say it is.</summary>
public sealed class SessionEventOptionsTests
{
    private static readonly SessionTableOptions Options = new() { KeyAttribute = "pk", KeyPrefix = "shop#", FieldsAttribute = "data", ExpiresAttribute = "ttl" };

    [Test]
    public void Names_and_prefix_are_those_of_the_options()
    {
        var item = Created(item =>
        {
            (item["pk"], item["data"], item["ttl"]) = (Text("shop#" + Id), Map(("theme", Text("dark"))), Number(2_000));
            item.Remove("sess");
            item.Remove("expires");
        });
        var record = Record(null, item, record => record["dynamodb"]!["Keys"] = new System.Text.Json.Nodes.JsonObject { ["pk"] = Text("shop#" + Id) });

        var read = Read(record, Options)!;

        Assert.That((read.SessionId, read.ExpiresAt), Is.EqualTo((Id, DateTimeOffset.FromUnixTimeSeconds(2_000))));
    }

    [Test]
    public void An_item_with_another_prefix_is_no_event() =>
        Assert.That(Read(Record(null, Created(item => item["id"] = Text("order#1")))), Is.Null);

    [Test]
    public void An_item_with_another_prefix_is_no_event_whatever_it_holds() => Assert.That(
        Read(Record(null, Created(item => item["id"] = Text("order#1")), record => record["dynamodb"]!["NewImage"] = "malformed")), Is.Null);

    [Test]
    public void The_prefix_may_be_empty() => Assert.That(Read(Record(null, Created()), new SessionTableOptions { KeyPrefix = "" })!.SessionId, Is.EqualTo("s1#" + Id));

    [Test]
    public void A_table_with_another_key_is_an_error_that_names_the_option() => Assert.That(
        () => Read(Record(null, Created()), Options),
        Throws.TypeOf<SessionEventException>().With.Message.Contains("dynamodb.Keys").And.Message.Contains("'pk'").And.Message.Contains("KeyAttribute"));

    [Test]
    public void A_key_that_is_not_text_is_an_error_that_names_the_option() => Assert.That(
        () => Read(Record(null, Created(item => item["id"] = Number(7)))),
        Throws.TypeOf<SessionEventException>().With.Message.Contains("dynamodb.Keys.id").And.Message.Contains("KeyAttribute"));
}
