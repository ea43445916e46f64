namespace DynamoSession.Tests.Docs;

[TestFixture]
public sealed class CodeBlockTests
{
    private static readonly CodeBlock[] Regions = [.. CodeBlock.OfExamples()];

    [TestCaseSource(typeof(CodeBlock), nameof(CodeBlock.OfDocuments))]
    public void Code_in_the_documents_is_a_region_of_a_compiled_example(object block)
    {
        var code = ((CodeBlock)block).Code;

        Assert.That(Regions.Select(region => region.Code), Does.Contain(code), "Put it into a #region of examples/, and copy it from there.");
    }

    [Test]
    public void Every_snippet_is_shown_in_a_document()
    {
        var shown = CodeBlock.OfDocuments().Select(block => block.Code).ToHashSet();

        var idle = Regions.Where(region => region.Place.StartsWith("Snippets/", StringComparison.Ordinal) && !shown.Contains(region.Code));

        Assert.That(idle.Select(region => region.Place), Is.Empty);
    }
}
