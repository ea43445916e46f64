namespace DynamoSession.Tests.Docs;

/// <summary>The files of the checkout that these tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>README.md and everything under docs/, with paths relative to the root.</summary>
    public static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Prepend("README.md");

    /// <summary>The README.md of each example that has one.</summary>
    public static IEnumerable<string> ExampleReadmes() =>
        Directory.EnumerateDirectories(Path.Combine(Root, "examples"))
            .Select(example => Path.Combine(example, "README.md"))
            .Where(File.Exists)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DynamoSession.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"There is no DynamoSession.sln above {AppContext.BaseDirectory}.");
    }
}
