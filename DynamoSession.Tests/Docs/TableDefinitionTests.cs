using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Tests.Docs;

/// <summary>The table definitions in docs/operations.md against what <see cref="SessionTableProvisioner"/> creates.</summary>
[TestFixture]
public sealed partial class TableDefinitionTests
{
    private const string Document = "docs/operations.md";

    private static readonly SessionTableOptions Options = new();

    [Test]
    public void CloudFormation_creates_the_same_table() => AssertSameTable(FactsOfAws(Block("yaml")));

    [Test]
    public void The_command_line_creates_the_same_table() => AssertSameTable(FactsOfAws(Block("bash")));

    [Test]
    public void Terraform_creates_the_same_table() => AssertSameTable(FactsOfTerraform(Block("hcl")));

    private static void AssertSameTable(IEnumerable<string> documented)
    {
        var created = FactsOf(TableShape.Request(Options)).Append($"expires by {Options.ExpiresAttribute}");

        Assert.That(documented, Is.EquivalentTo(created));
    }

    private static IEnumerable<string> FactsOf(CreateTableRequest request) =>
    [
        $"table {request.TableName}",
        $"billing {request.BillingMode}",
        .. request.AttributeDefinitions.Select(attribute => $"attribute {attribute.AttributeName} {attribute.AttributeType}"),
        .. request.KeySchema.Select(key => $"key {key.AttributeName} {key.KeyType}"),
        .. request.GlobalSecondaryIndexes.SelectMany(index => index.KeySchema.Select(key => $"key {key.AttributeName} {key.KeyType}")
            .Prepend($"index {index.IndexName} {index.Projection.ProjectionType}")),
    ];

    // CloudFormation and the command line have the same words, with a colon or an equals sign between name and value.
    private static IEnumerable<string> FactsOfAws(string block) =>
    [
        $"table {TableName().Match(block).Groups["name"].Value}",
        $"billing {Billing().Match(block).Groups["mode"].Value}",
        .. Attribute().Matches(block).Select(match => $"attribute {match.Groups["name"].Value} {match.Groups["type"].Value}"),
        .. Key().Matches(block).Select(match => $"key {match.Groups["name"].Value} {match.Groups["type"].Value}"),
        .. Index().Matches(block).Select(match => $"index {match.Groups["name"].Value} {match.Groups["projection"].Value}"),
        $"expires by {TimeToLive().Match(block).Groups["name"].Value}",
    ];

    private static IEnumerable<string> FactsOfTerraform(string block)
    {
        var parts = TerraformBlock().Matches(block).ToLookup(match => match.Groups["kind"].Value, match => SettingsOf(match.Value));
        var table = SettingsOf(TerraformBlock().Replace(block, ""));
        var index = parts["global_secondary_index"].Single();
        var timeToLive = parts["ttl"].Single();
        Assert.That(timeToLive["enabled"], Is.EqualTo("true"));
        return
        [
            $"table {table["name"]}",
            $"billing {table["billing_mode"]}",
            .. parts["attribute"].Select(attribute => $"attribute {attribute["name"]} {attribute["type"]}"),
            $"key {table["hash_key"]} HASH",
            $"index {index["name"]} {index["projection_type"]}",
            $"key {index["hash_key"]} HASH",
            $"key {index["range_key"]} RANGE",
            $"expires by {timeToLive["attribute_name"]}",
        ];
    }

    private static Dictionary<string, string> SettingsOf(string block) =>
        TerraformSetting().Matches(block).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

    private static string Block(string language) => string.Join('\n', RepositoryFiles.Lines(Document)
        .SkipWhile(line => line != $"```{language}")
        .Skip(1)
        .TakeWhile(line => line != "```"));

    [GeneratedRegex(@"(TableName:|create-table --table-name)\s*(?<name>[\w-]+)")]
    private static partial Regex TableName();

    [GeneratedRegex(@"(BillingMode:|--billing-mode)\s*(?<mode>\w+)")]
    private static partial Regex Billing();

    [GeneratedRegex(@"AttributeName[:=]\s*(?<name>\w+),\s*AttributeType[:=]\s*(?<type>\w+)")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"AttributeName[:=]\s*(?<name>\w+),\s*KeyType[:=]\s*(?<type>\w+)")]
    private static partial Regex Key();

    [GeneratedRegex(@"IndexName[:=]\s*(?<name>\w+).*?ProjectionType[:=]\s*(?<projection>\w+)", RegexOptions.Singleline)]
    private static partial Regex Index();

    [GeneratedRegex(@"AttributeName[:=]\s*(?<name>\w+),\s*Enabled[:=]\s*true")]
    private static partial Regex TimeToLive();

    [GeneratedRegex(@"^  (?<kind>\w+) \{.*?^  \}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TerraformBlock();

    [GeneratedRegex("""(?<name>\w+)\s*=\s*"?(?<value>\w+)"?""")]
    private static partial Regex TerraformSetting();
}
