using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

/// <summary>The readmes of the packages, which are shown away from the repository.</summary>
[TestFixture]
public sealed partial class PackageReadmeTests
{
    private const string OfLibraries = "packaging/README.md";
    private const string OfTool = "packaging/tool/README.md";

    [TestCase(OfLibraries)]
    [TestCase(OfTool)]
    public void Every_link_is_absolute(string readme)
    {
        var relative = Link().Matches(TextOf(readme)).Select(match => match.Groups["target"].Value).Where(target => !target.StartsWith("https://", StringComparison.Ordinal));

        Assert.That(relative, Is.Empty);
    }

    [Test]
    public void The_quick_start_is_that_of_the_repository()
    {
        var tested = Block().Matches(TextOf("README.md")).Select(match => match.Value).ToArray();

        var shown = Block().Matches(TextOf(OfLibraries)).Select(match => match.Value);

        Assert.That(shown, Is.Not.Empty.And.SubsetOf(tested));
    }

    [Test]
    public void The_commands_of_the_tool_are_those_of_its_page() =>
        Assert.That(CommandsOf(OfTool), Is.Not.Empty.And.EqualTo(CommandsOf("docs/tool.md")));

    private static string[] CommandsOf(string page) => [.. Command().Matches(TextOf(page)).Select(match => match.Groups["name"].Value)];

    private static string TextOf(string path) => string.Join('\n', RepositoryFiles.Lines(path));

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```[a-z]+\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| \[?`(?<name>[a-z]+)`(\]\([^)]+\))? \| ", RegexOptions.Multiline)]
    private static partial Regex Command();
}
