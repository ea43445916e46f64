namespace DynamoSession.Tests.Docs;

/// <summary>Reads tables of documents, so that they can be compared with the code.</summary>
internal static class MarkdownTable
{
    /// <summary>Returns the cells of the first table under a heading, without its header, each without surrounding backticks.</summary>
    public static string[][] Under(string document, string heading)
    {
        var rows = RepositoryFiles.Lines(document)
            .SkipWhile(line => line != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .ToArray();

        Assert.That(rows, Is.Not.Empty, $"{document} has no table under '{heading}'.");
        return rows;
    }
}
