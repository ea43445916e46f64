using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>
/// The problems that are still there are listed in <c>ToBeRemoved.txt</c>, which may only get shorter: a problem that is not listed
/// fails, and so does a line whose problem has been solved.
/// </summary>
internal static class Ratchet
{
    private const string List = "DynamoSession.Tests/Architecture/Graph/ToBeRemoved.txt";

    /// <summary>Compares the problems of one kind with the list.</summary>
    /// <param name="kind">How their lines begin.</param>
    /// <param name="problems">The rest of each line, with what to show if the problem is new.</param>
    public static void Check(string kind, IEnumerable<(string Problem, string Explanation)> problems)
    {
        var actual = problems.ToLookup(problem => $"{kind}: {problem.Problem}", problem => problem.Explanation);
        var listed = RepositoryFiles.Lines(List).Where(line => line.StartsWith(kind + ": ", StringComparison.Ordinal)).ToHashSet();

        var added = actual.Where(problem => !listed.Contains(problem.Key)).SelectMany(problem => problem.Prepend(problem.Key));
        var solved = listed.Where(line => !actual.Contains(line));
        Assert.Multiple(() =>
        {
            Assert.That(Lines(added), Is.Empty, "New problems.");
            Assert.That(Lines(solved), Is.Empty, $"Solved problems: delete these lines from {List}.");
        });
    }

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);
}
