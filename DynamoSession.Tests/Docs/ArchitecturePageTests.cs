using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/architecture.md against the folders and files that there are.</summary>
[TestFixture]
public sealed partial class ArchitecturePageTests
{
    private const string Page = "docs/architecture.md";
    private static readonly string[] Packages = ["DynamoSession.AspNetCore", "DynamoSession.Core"];

    private static IEnumerable<string> PathsOnThePage() =>
        RepositoryFiles.Lines(Page).SelectMany(line => Reference().Matches(line)).Select(match => match.Groups["path"].Value).Distinct();

    [TestCaseSource(nameof(PathsOnThePage))]
    public void A_folder_or_type_that_the_page_names_exists(string path)
    {
        var places = Packages.Select(package => $"{package}/{path}").Append(path);

        Assert.That(places.Any(IsThere), Is.True, $"{Page} names {path}, which is in neither package.");
    }

    [TestCase("DynamoSession.AspNetCore")]
    [TestCase("DynamoSession.Core")]
    public void The_page_names_every_folder_of_a_package(string package)
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(RepositoryFiles.Root, package))
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("bin" or "obj"));

        var named = PathsOnThePage().Select(path => path.Split('/')[0]).ToHashSet();

        Assert.That(folders.Where(folder => !named.Contains(folder)), Is.Empty);
    }

    private static bool IsThere(string path)
    {
        var full = Path.Combine(RepositoryFiles.Root, path);
        return Directory.Exists(full) || File.Exists($"{full}.cs");
    }

    // In backticks and with a slash: `Folder/` or `Folder/Type`.
    [GeneratedRegex(@"`(?<path>[A-Z][\w.]*/[\w/]*)`")]
    private static partial Regex Reference();
}
