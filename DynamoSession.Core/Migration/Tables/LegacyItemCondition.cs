using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>A condition that an item was written by another package, so that no other item is deleted.</summary>
/// <param name="Expression">The condition expression.</param>
/// <param name="Names">The attribute names of its placeholders.</param>
/// <param name="Values">The values of its placeholders.</param>
internal sealed record LegacyItemCondition(string Expression, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The item has the data of one of the layouts, like <see cref="ExpressRecord"/> requires, and is not a DynamoSession record.</summary>
    public static LegacyItemCondition HasLayout(IEnumerable<ExpressLayout> layouts)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["#fmt"] = RecordAttributes.Format, ["#rt"] = RecordAttributes.CommitTokens };
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [":N"] = "N", [":M"] = "M" };
        var shapes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var layout in layouts)
        {
            names["#" + layout.Data] = layout.Data;
            if (layout.DataKind == SessionValueKind.Map)
            {
                names["#cookie"] = "cookie";
                shapes.Add($"attribute_type(#{layout.Data}.#cookie, :M)");
            }
            else
            {
                values[":S"] = "S";
                shapes.Add($"attribute_type(#{layout.Data}, :S)");
            }
        }

        return new($"({string.Join(" OR ", shapes)}) AND NOT (attribute_type(#fmt, :N) AND attribute_type(#rt, :M))", names, values);
    }

    /// <summary>The item has the attribute with the given type.</summary>
    public static LegacyItemCondition HasAttribute(string attribute, string type) => new(
        "attribute_type(#data, :type)",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["#data"] = attribute },
        new Dictionary<string, string>(StringComparer.Ordinal) { [":type"] = type });
}
