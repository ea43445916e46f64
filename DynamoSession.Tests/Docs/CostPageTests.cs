using System.Globalization;
using System.Text.Json.Nodes;
using DynamoSession.Tests.Tool;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/cost.md against what its commands print.</summary>
[TestFixture]
public sealed class CostPageTests
{
    private const string Page = "docs/cost.md";
    private const string Tool = "dotnet run --project examples/SessionTool -- ";

    private static IEnumerable<string> Commands() => RepositoryFiles.Lines(Page).Where(line => line.StartsWith(Tool, StringComparison.Ordinal));

    [TestCaseSource(nameof(Commands))]
    public async Task The_figures_under_a_command_are_those_that_it_prints(string command)
    {
        using var tool = ToolProcess.StartWithoutEndpoint(migrationKey: null, [.. command[Tool.Length..].Split(' '), "--json"]);
        var (exitCode, output, errors) = await tool.WaitAsync();
        Assert.That(exitCode, Is.Zero, errors);
        var printed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => RowOf(JsonNode.Parse(line)!));

        var shown = MarkdownTable.Under(Page, command).Select(row => string.Join(" | ", row));

        Assert.That(shown, Is.Not.Empty.And.SubsetOf(printed));
    }

    private static string RowOf(JsonNode row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row["sessions"]} | {row["touchAfter"]?.ToString() ?? "-"} | {(double)row["readUnits"]!:N0} | {(double)row["writeUnits"]!:N0} | {(decimal)row["cost"]!:N2}");
}
