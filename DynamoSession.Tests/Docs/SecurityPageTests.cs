using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/security.md against the requirements of ASVS 5.0.0, chapter V7, and against the tests that there are.</summary>
[TestFixture]
public sealed partial class SecurityPageTests
{
    private const string Page = "docs/security.md";
    private const string Overview = "## ASVS 7.1 to 7.6";
    private const string None = "None: ";

    // The chapter as published, with the level of each requirement.
    private static readonly string[] Requirements =
    [
        "7.1.1 2", "7.1.2 2", "7.1.3 2",
        "7.2.1 1", "7.2.2 1", "7.2.3 1", "7.2.4 1",
        "7.3.1 2", "7.3.2 2",
        "7.4.1 1", "7.4.2 1", "7.4.3 2", "7.4.4 2", "7.4.5 2",
        "7.5.1 2", "7.5.2 2", "7.5.3 3",
        "7.6.1 2", "7.6.2 2",
    ];

    private static readonly string[] Parts = ["Asks", "Package", "Application", "Tests"];

    private static IEnumerable<string> Numbers() => Requirements.Select(requirement => requirement.Split(' ')[0]);

    private static IEnumerable<string> TestsOnThePage() =>
        RepositoryFiles.Lines(Page).SelectMany(line => TestName().Matches(line)).Select(match => match.Groups["name"].Value).Distinct();

    [Test]
    public void The_overview_lists_every_requirement_with_its_level()
    {
        var listed = MarkdownTable.Under(Page, Overview).Select(row => $"{LinkIn(row[0]).Groups["text"].Value} {row[1]}");

        Assert.That(listed, Is.EqualTo(Requirements));
    }

    [Test]
    public void The_overview_leads_to_the_section_of_each_requirement()
    {
        var links = MarkdownTable.Under(Page, Overview).Select(row => $"{LinkIn(row[0]).Groups["target"].Value} {row[2]}");

        var sections = RepositoryFiles.Lines(Page).Select(line => Section().Match(line)).Where(match => match.Success);
        Assert.That(links, Is.EqualTo(sections.Select(match => $"#{AnchorOf(match.Groups["title"].Value)} {match.Groups["subject"].Value}")));
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_requirement_says_what_it_asks_who_does_it_and_what_tests_it(string number)
    {
        var parts = RepositoryFiles.Lines(Page)
            .SkipWhile(line => !line.StartsWith($"### {number} ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Select(line => Part().Match(line)).Where(match => match.Success)
            .ToArray();

        Assert.That(parts.Select(match => match.Groups["name"].Value), Is.EqualTo(Parts));
        var tests = parts[^1].Groups["text"].Value;
        Assert.That(TestName().IsMatch(tests) || tests.StartsWith(None, StringComparison.Ordinal), Is.True, tests);
    }

    [TestCaseSource(nameof(TestsOnThePage))]
    public void A_test_that_the_page_names_exists(string name)
    {
        var (fixture, test) = name.Split('.') is [var type, var method] ? (type, method) : (name, null);

        var tests = typeof(SecurityPageTests).Assembly.GetTypes().Where(type => type.Name == fixture).SelectMany(TestsOf);

        Assert.That(test is null ? tests.Any() : tests.Contains(test), Is.True, $"{Page} names {name}, which isn't a test or a fixture with tests.");
    }

    private static IEnumerable<string> TestsOf(Type fixture) =>
        fixture.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is ISimpleTestBuilder or ITestBuilder))
            .Select(method => method.Name);

    private static Match LinkIn(string cell) => Link().Match(cell);

    // As GitHub builds it: lower case, without punctuation, and with a hyphen for each space.
    private static string AnchorOf(string heading) => Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    // In backticks: a fixture, alone or with one of its tests, whose name is a sentence.
    [GeneratedRegex(@"`(?<name>\w+(Tests|Contract)(\.\w+)?|\w+\.[A-Z]\w*_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^### (?<title>\d+\.\d+\.\d+ (?<subject>.+))$")]
    private static partial Regex Section();

    [GeneratedRegex(@"^- \*\*(?<name>\w+):\*\* (?<text>.+)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"^\[(?<text>[\d.]+)\]\((?<target>#[^)]+)\)$")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex Punctuation();
}
