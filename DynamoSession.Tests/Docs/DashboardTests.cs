using System.Text.Json;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/grafana.json against the metrics, by the names that OpenTelemetry gives them for Prometheus.</summary>
[TestFixture]
public sealed partial class DashboardTests
{
    private const string Dashboard = "docs/grafana.json";

    private static readonly string[] Expressions = [.. ReadExpressions()];

    // By the name of each series of a metric, the metric.
    private static readonly Dictionary<string, string> Series = TelemetryPage.Metrics
        .SelectMany(metric => SeriesOf(metric.Name, metric.Type, metric.Unit), (metric, series) => (series, metric.Name))
        .ToDictionary(pair => pair.series, pair => pair.Name);

    private static IEnumerable<string> Metrics => TelemetryPage.Metrics.Select(metric => metric.Name);

    [Test]
    public void Every_series_of_a_query_belongs_to_a_metric()
    {
        var series = Expressions.SelectMany(SeriesIn).Distinct().ToArray();

        Assert.That(series, Is.Not.Empty);
        Assert.That(series.Where(name => !Series.ContainsKey(name)), Is.Empty);
    }

    [TestCaseSource(nameof(Metrics))]
    public void Every_metric_is_shown(string metric) =>
        Assert.That(Expressions.SelectMany(SeriesIn).Select(name => Series.GetValueOrDefault(name)), Does.Contain(metric));

    [Test]
    public void A_query_uses_only_attributes_of_its_metric()
    {
        var wrong =
            from expression in Expressions
            let allowed = SeriesIn(expression).SelectMany(AttributesOf).Append("le").ToHashSet()
            from label in LabelsIn(expression)
            where !allowed.Contains(label)
            select $"{label} in {expression}";

        Assert.That(wrong, Is.Empty);
    }

    private static IEnumerable<string> AttributesOf(string series)
    {
        var metric = TelemetryPage.Metrics.Single(metric => metric.Name == Series.GetValueOrDefault(series));
        return TelemetryPage.CommonAttributes.Concat(metric.Attributes).Select(name => name.Replace('.', '_'));
    }

    private static IEnumerable<string> SeriesOf(string name, string type, string unit)
    {
        var plain = name.Replace('.', '_') + unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return type == "histogram" ? [plain + "_bucket", plain + "_sum", plain + "_count"] : [plain + "_total"];
    }

    // A label is never followed by its own selector or range.
    private static IEnumerable<string> SeriesIn(string expression) => SeriesName().Matches(expression).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> LabelsIn(string expression) =>
        Selectors().Matches(expression).SelectMany(match => LabelName().Matches(match.Groups[1].Value)).Select(match => match.Groups[1].Value)
            .Concat(Groupings().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',')).Select(label => label.Trim()))
            .Distinct();

    private static List<string> ReadExpressions()
    {
        using var dashboard = JsonDocument.Parse(string.Join('\n', RepositoryFiles.Lines(Dashboard)));
        var expressions = new List<string>();
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            if (panel.TryGetProperty("targets", out var targets))
            {
                expressions.AddRange(targets.EnumerateArray().Select(target => target.GetProperty("expr").GetString()!));
            }
        }

        foreach (var variable in dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray())
        {
            if (variable.GetProperty("query") is { ValueKind: JsonValueKind.Object } query)
            {
                // label_values(series, label), as a query of the same form as the others.
                expressions.Add(Regex.Replace(query.GetProperty("query").GetString()!, @"label_values\((\w+), (\w+)\)", "sum by ($2) ($1{})"));
            }
        }

        return expressions;
    }

    [GeneratedRegex(@"\b(dynamosession_\w+)\{")]
    private static partial Regex SeriesName();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Groupings();
}
