namespace DynamoSession.Tests.Docs;

/// <summary>C# code, in a document or in a region of an example.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Code">Its lines without indentation and blank lines.</param>
/// <param name="Usings">The namespaces of the using directives that a document shows above it.</param>
internal sealed record CodeBlock(string Place, string Code, IReadOnlyList<string> Usings)
{
    private const string Fence = "```";
    private const string Using = "using ";
    private const string Region = "#region ";
    private const string EndRegion = "#endregion";

    /// <summary>NUnit shows this as the name of a case.</summary>
    public override string ToString() => Place;

    /// <summary>Returns the C# blocks of the documents.</summary>
    public static IEnumerable<CodeBlock> OfDocuments()
    {
        foreach (var document in RepositoryFiles.Documents())
        {
            var lines = RepositoryFiles.Lines(document);
            for (var start = 0; start < lines.Length; start++)
            {
                if (lines[start].Trim() == Fence + "csharp")
                {
                    var code = lines.Skip(start + 1).TakeWhile(line => line.Trim() != Fence).ToArray();
                    var usings = code.TakeWhile(line => line.StartsWith(Using, StringComparison.Ordinal)).ToArray();
                    yield return new($"{document}:{start + 1}", Normalize(code.Skip(usings.Length)), [.. usings.Select(line => line[Using.Length..].TrimEnd(';'))]);
                    start += code.Length + 1;
                }
            }
        }
    }

    /// <summary>Returns the regions of the compiled examples.</summary>
    public static IEnumerable<CodeBlock> OfExamples()
    {
        var examples = Path.Combine(RepositoryFiles.Root, "examples");
        var sources = Directory.EnumerateFiles(examples, "*.cs", SearchOption.AllDirectories).Where(IsSource);
        foreach (var source in sources)
        {
            var path = Path.GetRelativePath(examples, source).Replace('\\', '/');
            var lines = File.ReadAllLines(source);
            for (var start = 0; start < lines.Length; start++)
            {
                if (lines[start].Trim().StartsWith(Region, StringComparison.Ordinal))
                {
                    var code = lines.Skip(start + 1).TakeWhile(line => line.Trim() != EndRegion);
                    yield return new($"{path}#{lines[start].Trim()[Region.Length..]}", Normalize(code), []);
                }
            }
        }
    }

    private static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Normalize(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}
