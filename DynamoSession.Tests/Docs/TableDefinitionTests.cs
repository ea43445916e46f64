using System.Text.RegularExpressions;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Support.Infrastructure;

namespace DynamoSession.Tests.Docs;

/// <summary>The commands in docs/operations.md against what <see cref="SessionTableProvisioner"/> creates.</summary>
[TestFixture]
public sealed partial class TableDefinitionTests
{
    private const string Document = "docs/operations.md";

    private static readonly SessionTableOptions Options = new();

    [Test]
    public void The_command_line_creates_the_same_table() => AssertSameTable(FactsOfCommandLine(Block("bash")));

    private static void AssertSameTable(IEnumerable<string> documented)
    {
        var created = TableFacts.Of(TableShape.Request(Options)).Append($"expires by {Options.ExpiresAttribute}");

        Assert.That(documented, Is.EquivalentTo(created));
    }

    private static IEnumerable<string> FactsOfCommandLine(string block) =>
    [
        $"table {TableName().Match(block).Groups["name"].Value}",
        $"billing {Billing().Match(block).Groups["mode"].Value}",
        .. Attribute().Matches(block).Select(match => $"attribute {match.Groups["name"].Value} {match.Groups["type"].Value}"),
        .. Key().Matches(block).Select(match => $"key {match.Groups["name"].Value} {match.Groups["type"].Value}"),
        .. Index().Matches(block).Select(match => $"index {match.Groups["name"].Value} {match.Groups["projection"].Value}"),
        $"expires by {TimeToLive().Match(block).Groups["name"].Value}",
    ];

    private static string Block(string language) => string.Join('\n', RepositoryFiles.Lines(Document)
        .SkipWhile(line => line != $"```{language}")
        .Skip(1)
        .TakeWhile(line => line != "```"));

    [GeneratedRegex(@"create-table --table-name\s*(?<name>[\w-]+)")]
    private static partial Regex TableName();

    [GeneratedRegex(@"--billing-mode\s*(?<mode>\w+)")]
    private static partial Regex Billing();

    [GeneratedRegex(@"AttributeName=\s*(?<name>\w+),\s*AttributeType=\s*(?<type>\w+)")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"AttributeName=\s*(?<name>\w+),\s*KeyType=\s*(?<type>\w+)")]
    private static partial Regex Key();

    [GeneratedRegex(@"IndexName=\s*(?<name>\w+).*?ProjectionType=\s*(?<projection>\w+)", RegexOptions.Singleline)]
    private static partial Regex Index();

    [GeneratedRegex(@"AttributeName=\s*(?<name>\w+),\s*Enabled=\s*true")]
    private static partial Regex TimeToLive();
}
