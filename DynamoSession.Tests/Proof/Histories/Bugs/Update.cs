using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>An UpdateItem request on the wire, for a bug to rewrite.</summary>
internal sealed partial class Update(JsonObject request)
{
    public string Expression
    {
        get => (string?)request["UpdateExpression"] ?? "";
        set => request["UpdateExpression"] = value;
    }

    public string Condition
    {
        get => (string?)request["ConditionExpression"] ?? "";
        set => request["ConditionExpression"] = value;
    }

    public bool IsCreation => Condition.StartsWith("attribute_not_exists(#id)", StringComparison.Ordinal);

    public bool IsCommit => Condition.Contains("attribute_not_exists(#rt.#t)", StringComparison.Ordinal);

    public bool IsTouch => Expression == "SET #expires = :expires";

    public bool IsTombstone => Expression.Contains("#dead = :reason", StringComparison.Ordinal);

    public bool IsFence => IsTombstone && Condition.Contains("#ver = :ver", StringComparison.Ordinal);

    public JsonObject Names => request["ExpressionAttributeNames"]!.AsObject();

    public JsonObject Values => request["ExpressionAttributeValues"]!.AsObject();

    /// <summary>Replaces a part of the condition, and removes placeholders that are no longer used, because DynamoDB refuses those.</summary>
    public void Weaken(string part, string replacement = "")
    {
        Condition = Condition.Replace(part, replacement, StringComparison.Ordinal);
        if (Condition.Length == 0)
        {
            request.Remove("ConditionExpression");
        }

        RemoveUnusedPlaceholders();
    }

    /// <summary>Removes unused placeholders.</summary>
    public void RemoveUnusedPlaceholders()
    {
        var used = Placeholder().Matches($"{Expression} {Condition}").Select(match => match.Value).ToHashSet();
        foreach (var placeholders in new[] { Names, Values })
        {
            foreach (var name in placeholders.Select(pair => pair.Key).Where(name => !used.Contains(name)).ToArray())
            {
                placeholders.Remove(name);
            }
        }
    }

    [GeneratedRegex("[#:][A-Za-z0-9]+")]
    private static partial Regex Placeholder();
}
