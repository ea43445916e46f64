using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoSession.Core;
using DynamoSession.Core.Events;

namespace DynamoSession.Tests.Core.Events;

/// <summary>Records of a stream, and the items in them. The items are those of a session that was created at 1000, and expires at 2000.</summary>
internal static class StreamSample
{
    public const string Id = "F08trF2jxtVMHfbkKCJHlO4DiHF50GY2ilbU1A19byM";
    public const string SuccessorId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>Returns a session's item, one commit after its creation.</summary>
    public static JsonObject Session(Action<JsonObject>? change = null)
    {
        var item = new JsonObject
        {
            ["id"] = Text("s1#" + Id),
            ["sess"] = Map(("theme", Text("dark"))),
            ["rt"] = Map(("created", Number(1_000)), ("committed", Number(1_010))),
            ["expires"] = Number(2_000),
            ["abs"] = Number(9_000),
            ["iat"] = Number(1_000),
            ["ver"] = Number(2),
            ["sz"] = Number(10),
            ["fmt"] = Number(1),
        };
        change?.Invoke(item);
        return item;
    }

    /// <summary>Returns a session's item as its creation leaves it.</summary>
    public static JsonObject Created(Action<JsonObject>? change = null) => Session(item =>
    {
        item["ver"] = Number(1);
        item["rt"] = Map(("created", Number(1_000)));
        change?.Invoke(item);
    });

    /// <summary>Returns the item that a sign-out, a renewal or a revocation leaves.</summary>
    public static JsonObject Tombstone(string reason, string? successor = null) => Session(item =>
    {
        item.Remove("sess");
        item.Remove("sz");
        item["dead"] = Text(reason);
        if (successor is not null)
        {
            item["next"] = Text(successor);
        }
    });

    /// <summary>Returns the change of a commit.</summary>
    public static Action<JsonObject> Committed(Action<JsonObject> change) => item =>
    {
        item["ver"] = Number(3);
        item["rt"]!["M"]!["later"] = Number(1_100);
        change(item);
    };

    /// <summary>Returns a record as a Lambda function gets it, written at 1500.</summary>
    public static JsonObject Record(JsonObject? before, JsonObject? after, Action<JsonObject>? change = null)
    {
        var write = new JsonObject
        {
            ["ApproximateCreationDateTime"] = 1_500,
            ["Keys"] = new JsonObject { ["id"] = (after ?? before)!["id"]!.DeepClone() },
            ["SequenceNumber"] = "4421584500000000017450439091",
            ["SizeBytes"] = 100,
            ["StreamViewType"] = "NEW_AND_OLD_IMAGES",
        };
        if (before is not null)
        {
            write["OldImage"] = before;
        }

        if (after is not null)
        {
            write["NewImage"] = after;
        }

        var record = new JsonObject
        {
            ["eventID"] = "c81e728d9d4c2f636f067f89cc14862c",
            ["eventName"] = before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY",
            ["eventVersion"] = "1.1",
            ["eventSource"] = "aws:dynamodb",
            ["awsRegion"] = "eu-central-1",
            ["dynamodb"] = write,
            ["eventSourceARN"] = "arn:aws:dynamodb:eu-central-1:111122223333:table/sessions/stream/2026-11-29T00:00:00.000",
        };
        change?.Invoke(record);
        return record;
    }

    public static SessionEvent? Read(JsonObject? before, JsonObject? after, Action<JsonObject>? change = null) => Read(Record(before, after, change));

    public static SessionEvent? Read(JsonNode? record, SessionTableOptions? options = null) =>
        new SessionEventReader(options ?? new()) { ReportsExpiryChanges = false }.Read(Element(record));

    public static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");

    public static JsonObject Text(string text) => new() { ["S"] = text };

    public static JsonObject Number(long number) => new() { ["N"] = number.ToString(CultureInfo.InvariantCulture) };

    public static JsonObject Map(params (string Name, JsonNode Value)[] members) =>
        new() { ["M"] = new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, member.Value))) };
}
