namespace DynamoSession.Core.Migration.Tables;

/// <summary>A condition that an item was written by another package, so that no other item is deleted.</summary>
/// <param name="Expression">The condition expression.</param>
/// <param name="Names">The attribute names of its placeholders.</param>
/// <param name="Values">The values of its placeholders.</param>
internal sealed record LegacyItemCondition(string Expression, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The item has the attribute with the given type.</summary>
    public static LegacyItemCondition HasAttribute(string attribute, string type) => new(
        "attribute_type(#data, :type)",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["#data"] = attribute },
        new Dictionary<string, string>(StringComparer.Ordinal) { [":type"] = type });
}
