using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>Says of an item that it is another package's, so that nothing else is deleted.</summary>
/// <param name="Expression">The condition.</param>
/// <param name="Names">The attributes behind its placeholders.</param>
/// <param name="Values">The texts behind its placeholders.</param>
internal sealed record LegacyItemCondition(string Expression, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Has the data of one of the layouts, as <see cref="ExpressRecord"/> sees it, and is no record of ours.</summary>
    public static LegacyItemCondition IsOf(IEnumerable<ExpressLayout> layouts)
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

    /// <summary>Has an attribute of that type.</summary>
    public static LegacyItemCondition Has(string attribute, string type) => new(
        "attribute_type(#data, :type)",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["#data"] = attribute },
        new Dictionary<string, string>(StringComparer.Ordinal) { [":type"] = type });
}
