using System.Text.Json.Nodes;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>Tells which grants recorded calls need.</summary>
internal static class RoleCalls
{
    public const string Table = "the table";
    public const string Index = "the index byUser";
    public const string LegacyTable = "the legacy table";
    public const string Stream = "the stream";
    public const string Everything = "everything";

    /// <param name="calls">The calls of a role.</param>
    /// <param name="legacyTableName">The name of the legacy table; all other calls are to the session table.</param>
    public static IEnumerable<string> GrantsFor(IEnumerable<TableCall> calls, string? legacyTableName = null) =>
        calls.SelectMany(Actions).Select(action => Grant(action.Action, action.Target, legacyTableName)).Distinct();

    private static string Grant(string action, JsonNode target, string? legacyTableName)
    {
        var resource = (string?)target["TableName"] == legacyTableName ? LegacyTable
            : (string?)target["IndexName"] is { } index ? $"the index {index}"
            : Table;
        return $"dynamodb:{action} on {resource}";
    }

    // IAM knows no action for a transaction: each of its parts needs its own.
    private static IEnumerable<(string Action, JsonNode Target)> Actions(TableCall call) => call.Operation == "TransactWriteItems"
        ? call.Request["TransactItems"]!.AsArray().SelectMany(item => item!.AsObject()).Select(part => (part.Key == "ConditionCheck" ? "ConditionCheckItem" : $"{part.Key}Item", part.Value!))
        : [(call.Operation, call.Request)];
}
