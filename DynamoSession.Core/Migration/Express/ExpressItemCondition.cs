using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Migration.Express;

/// <summary>The condition under which an item is deleted as a legacy session of Express.</summary>
internal static class ExpressItemCondition
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
}
