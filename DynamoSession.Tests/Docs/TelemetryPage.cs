namespace DynamoSession.Tests.Docs;

/// <summary>Reads docs/telemetry.md.</summary>
internal static class TelemetryPage
{
    private const string Page = "docs/telemetry.md";

    /// <summary>Gets the attributes that all metrics have.</summary>
    public static IReadOnlyList<string> CommonAttributes { get; } = ["db.system.name", "db.collection.name"];

    /// <summary>Gets the metrics: name, type, unit, and their other attributes.</summary>
    public static IReadOnlyList<(string Name, string Type, string Unit, string[] Attributes)> Metrics { get; } =
        [.. MarkdownTable.Under(Page, "## Metrics").Select(row => (row[0], row[1], row[2], List(row[3])))];

    /// <summary>Gets the spans and their attributes.</summary>
    public static IReadOnlyList<(string Name, string[] Attributes)> Spans { get; } =
        [.. MarkdownTable.Under(Page, "## Spans").Select(row => (row[0], List(row[1])))];

    /// <summary>Gets the outcomes: of which operation, and the value.</summary>
    public static IReadOnlyList<(string Of, string Value)> Outcomes { get; } =
        [.. MarkdownTable.Under(Page, "## Outcomes").SelectMany(row => row[0].Split(", ").Select(of => (of, row[1])))];

    public static IReadOnlyList<string> ErrorTypes { get; } = [.. MarkdownTable.Under(Page, "## Errors").Select(row => row[0])];

    /// <summary>Gets the values of the other attributes.</summary>
    public static ILookup<string, string> Values { get; } = MarkdownTable.Under(Page, "## Other values").ToLookup(row => row[0], row => row[1]);

    /// <summary>Returns the outcomes that a metric or span can have.</summary>
    public static IEnumerable<string> OutcomesOf(string name)
    {
        var of = name switch
        {
            "session load" => "load",
            "session commit" => "commit",
            "dynamosession.migrations" => "migrations",
            _ => name["dynamosession.".Length..^".duration".Length].Replace('.', ' '),
        };
        return Outcomes.Where(outcome => outcome.Of == of || (outcome.Of == "all" && of != "migrations")).Select(outcome => outcome.Value);
    }

    private static string[] List(string cell) => cell.Length == 0 ? [] : [.. cell.Split(',').Select(name => name.Trim().Trim('`'))];
}
