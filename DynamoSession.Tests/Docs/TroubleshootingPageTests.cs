using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DynamoSession.AspNetCore;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/troubleshooting.md against the log events, errors, metrics and messages that there are.</summary>
[TestFixture]
public sealed partial class TroubleshootingPageTests
{
    // ASP.NET Core's own, of a feature that is missing.
    private const string AspNetCoreMessage = "Session has not been configured for this application or request";

    private static readonly string Page = string.Join('\n', RepositoryFiles.Lines("docs/troubleshooting.md"));

    [Test]
    public void An_event_that_the_page_names_has_that_id()
    {
        var events = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId.ToString(CultureInfo.InvariantCulture), method.Name));

        var named = Event().Matches(Page).Select(match => ((string?)match.Groups["id"].Value, match.Groups["name"].Value)).ToArray();

        Assert.That(named.Distinct(), Is.Not.Empty.And.SubsetOf(events));
        Assert.That(named, Has.Length.EqualTo(EventId().Count(Page)), "An event is named without its id, or the other way around.");
    }

    [Test]
    public void A_type_of_error_that_the_page_names_exists() =>
        Assert.That(Matches(ErrorType()), Is.Not.Empty.And.SubsetOf(TelemetryPage.ErrorTypes));

    [Test]
    public void A_metric_that_the_page_names_exists() =>
        Assert.That(Matches(Metric()), Is.Not.Empty.And.SubsetOf(TelemetryPage.Metrics.Select(metric => metric.Name)));

    [Test]
    public void A_message_that_the_page_quotes_is_one_of_the_packages()
    {
        var packages = string.Concat(new[] { "DynamoSession.Core", "DynamoSession.AspNetCore" }
            .SelectMany(package => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, package), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));
        var quoted = Quote().Matches(Page).Select(match => match.Groups["text"].Value)
            .Concat(MarkdownTable.Under("docs/troubleshooting.md", "## 503 at once").Select(row => row[0].Split(" (`")[0]))
            .SelectMany(text => text.Split("...", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(text => text.Trim('\'', '.'))
            .Where(text => text.Length > 3 && !AspNetCoreMessage.StartsWith(text, StringComparison.Ordinal));

        Assert.That(quoted.Where(text => !packages.Contains(text, StringComparison.Ordinal)), Is.Empty);
    }

    private static HashSet<string> Matches(Regex regex) => [.. regex.Matches(Page).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"event (?<id>\d+), `(?<name>\w+)`")]
    private static partial Regex Event();

    [GeneratedRegex(@"\bevents? \d+\b(?! \(|\))")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\(`(?<name>[a-z]+_[a-z_]+)`\)|^- `(?<name>[a-z_]+)`:", RegexOptions.Multiline)]
    private static partial Regex ErrorType();

    [GeneratedRegex(@"`(?<name>dynamosession\.[a-z_.]+)`")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<=^## |[ ]|\[)""(?<text>[A-Z][^""]+?)\.?""(?![:,] \{)", RegexOptions.Multiline)]
    private static partial Regex Quote();
}
