using DynamoSession.Tests.Support.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoSession.Tests.Docs;

/// <summary>README.md shows with each block of code the using directives that a web project needs for it.</summary>
[TestFixture]
public sealed class UsingsTests
{
    private static readonly ILookup<string, CodeBlock> Regions = CodeBlock.OfExamples().ToLookup(region => region.Code);

    private static IEnumerable<CodeBlock> BlocksOfReadme() =>
        CodeBlock.OfDocuments().Where(block => block.Place.StartsWith("README.md:", StringComparison.Ordinal));

    [TestCaseSource(nameof(BlocksOfReadme))]
    public void A_block_shows_the_namespaces_that_its_code_needs(object block)
    {
        var (_, code, shown) = (CodeBlock)block;

        var needed = NeededBy(Regions[code].First());

        Assert.That(shown, Is.EqualTo(needed));
    }

    [Test]
    public void Namespaces_are_found()
    {
        Assert.That(BlocksOfReadme().SelectMany(block => NeededBy(Regions[block.Code].First())).Distinct().Count(), Is.GreaterThan(3));
    }

    private static IReadOnlyList<string> NeededBy(CodeBlock region)
    {
        var (file, name) = region.Place.Split('#') is [var path, var title] ? (path, title) : throw new InvalidOperationException(region.Place);
        var examples = Path.Combine(RepositoryFiles.Root, "examples");
        var folder = Path.GetDirectoryName(Path.Combine(examples, file))!;
        var tests = file.Contains("Tests/", StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(folder, "*.cs")
            .Concat(tests ? Directory.EnumerateFiles(Path.Combine(examples, "Testing", "Shop"), "*.cs") : [])
            .ToDictionary(source => source, File.ReadAllText);
        var current = Path.Combine(examples, file).Replace('/', Path.DirectorySeparatorChar);
        var model = WebProject.ModelOf(files[current], [.. files.Where(source => source.Key != current).Select(source => source.Value)]);
        var root = model.SyntaxTree.GetRoot();
        var span = SpanOf(files[current], name);
        var used = root.DescendantNodes(span)
            .OfType<SimpleNameSyntax>()
            .Where(node => span.Contains(node.Span) && !IsQualified(node, model))
            .Select(node => model.GetSymbolInfo(node).Symbol)
            .Select(NamespaceOf)
            .ToHashSet();
        return [.. root.DescendantNodes().OfType<UsingDirectiveSyntax>().Select(directive => directive.Name!.ToString()).Where(used.Contains)];
    }

    private static Microsoft.CodeAnalysis.Text.TextSpan SpanOf(string source, string region)
    {
        var start = source.IndexOf($"#region {region}\n", StringComparison.Ordinal);
        return Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, source.IndexOf("#endregion", start, StringComparison.Ordinal));
    }

    // A name with its namespace in front needs no directive.
    private static bool IsQualified(SimpleNameSyntax node, SemanticModel model) => node.Parent switch
    {
        QualifiedNameSyntax parent => parent.Right == node,
        MemberAccessExpressionSyntax parent => parent.Name == node && model.GetSymbolInfo(parent.Expression).Symbol is INamespaceSymbol,
        _ => false,
    };

    // Only a type, an attribute or an extension method is found by its namespace.
    private static string? NamespaceOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type.ContainingNamespace.ToDisplayString(),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingNamespace.ToDisplayString(),
        IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingNamespace.ToDisplayString(),
        _ => null,
    };
}
