using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

[TestFixture]
public sealed partial class LinkTests
{
    private static IEnumerable<string> Documents() =>
        RepositoryFiles.Documents().Concat(["CHANGELOG.md", "CONTRIBUTING.md"]);

    [TestCaseSource(nameof(Documents))]
    public void Links_to_files_lead_somewhere(string document)
    {
        var directory = Path.GetDirectoryName(Path.Combine(RepositoryFiles.Root, document))!;
        var links = Link().Matches(string.Join('\n', RepositoryFiles.Lines(document))).Select(match => match.Groups["path"].Value);

        var broken = links.Where(link => !link.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(directory, link)));

        Assert.That(broken, Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
