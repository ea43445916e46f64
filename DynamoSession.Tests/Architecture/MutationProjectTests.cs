using System.Text.Json;
using System.Xml.Linq;
using DynamoSession.Tests.Docs;
using Microsoft.Extensions.FileSystemGlobbing;

namespace DynamoSession.Tests.Architecture;

/// <summary>The projects that measure the mutation score run rarely, so their parts must not disappear unnoticed in between.</summary>
public sealed class MutationProjectTests
{
    private static readonly string Tests = Path.Combine(RepositoryFiles.Root, "DynamoSession.Tests");
    private static readonly string[] Projects = Directory.GetFiles(Path.Combine(Tests, "Mutation"), "*.csproj", SearchOption.AllDirectories);

    [Test]
    public void All_of_them_are_built_with_the_tests()
    {
        var built = Includes(Path.Combine(Tests, "DynamoSession.Tests.csproj"), "ProjectReference");

        Assert.That(Projects, Is.Not.Empty.And.SubsetOf(built));
    }

    [Test]
    public void Every_pattern_of_tests_matches_a_file()
    {
        // A file that is named and missing fails the build, but a pattern that matches no file does not.
        var patterns = Projects.SelectMany(project => Includes(project, "Compile"));

        Assert.That(patterns.Where(pattern => !MatchesFile(pattern)), Is.Empty);
    }

    [Test]
    public void Every_pattern_of_code_to_mutate_matches_a_file()
    {
        var patterns = Projects.Select(MutatedBy).ToArray();

        Assert.That(patterns, Has.None.Empty);
        Assert.That(patterns.SelectMany(pattern => pattern).Where(pattern => !MatchesFile(pattern)), Is.Empty);
    }

    private static string[] MutatedBy(string project)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "stryker-config.json")));
        var stryker = settings.RootElement.GetProperty("stryker-config");
        var mutated = Includes(project, "ProjectReference").Single(path => Path.GetFileName(path) == stryker.GetProperty("project").GetString());
        return [.. stryker.GetProperty("mutate").EnumerateArray().Select(pattern => Path.Combine(Path.GetDirectoryName(mutated)!, pattern.GetString()!))];
    }

    private static string[] Includes(string project, string kind) =>
    [
        .. XDocument.Load(project).Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, path))),
    ];

    private static bool MatchesFile(string pattern) =>
        new Matcher().AddInclude(Path.GetRelativePath(RepositoryFiles.Root, pattern)).GetResultsInFullPath(RepositoryFiles.Root).Any();
}
