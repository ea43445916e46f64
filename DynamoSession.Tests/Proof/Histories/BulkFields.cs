using System.Globalization;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The many counters that make a change overflow. They are always incremented together, so that one number stands for all of them.</summary>
internal static class BulkFields
{
    public const string Name = "bulk";

    /// <summary>This many increments exceed the maximum length of one expression.</summary>
    public const int Count = 100;

    private const string Prefix = "b";

    public static IEnumerable<string> Names => Enumerable.Range(0, Count).Select(index => Prefix + index.ToString("D2", CultureInfo.InvariantCulture));

    public static bool Contains(string name) => name.Length == 3 && name.StartsWith(Prefix, StringComparison.Ordinal);

    public static Fields Fold(IEnumerable<(string Name, string Value)> fields)
    {
        var all = fields.ToArray();
        var bulk = all.Where(field => Contains(field.Name)).Select(field => field.Value).ToArray();
        var others = all.Where(field => !Contains(field.Name));
        return bulk switch
        {
            [] => Fields.Of(others),
            { Length: Count } when bulk.Distinct().Count() == 1 => Fields.Of([.. others, (Name, bulk[0])]),
            _ => Fields.Of([.. others, (Name, $"torn:{string.Join('/', bulk)}")]),
        };
    }
}
