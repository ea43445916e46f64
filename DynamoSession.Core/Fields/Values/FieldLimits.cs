namespace DynamoSession.Core.Fields.Values;

/// <summary>What DynamoDB accepts inside a field.</summary>
internal static class FieldLimits
{
    /// <summary>DynamoDB supports 32 levels; the item and the Map of fields are two of them.</summary>
    public const int MaxDepth = 30;

    /// <summary>The longest name of a member of a Map, in UTF-8.</summary>
    public const int MaxMemberNameBytes = 65_535;
}
