using System.Text.RegularExpressions;
using DynamoSession.Tests.Docs;

namespace DynamoSession.Tests.Tool;

/// <summary>docs/tool.md describes the tool as it is.</summary>
public sealed partial class ToolPageTests
{
    private static readonly string Page = string.Join('\n', RepositoryFiles.Lines("docs/tool.md"));

    [Test]
    public async Task Every_command_has_a_row_and_no_other()
    {
        var help = await HelpAsync();

        var commands = Command().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups["name"].Value);

        var rows = Row().Matches(Page).Select(match => match.Groups["name"].Value);
        Assert.That(rows, Is.EquivalentTo(commands).And.Not.Empty);
    }

    [Test]
    public async Task Every_option_that_is_named_exists()
    {
        var help = string.Concat(await Task.WhenAll(Row().Matches(Page).Select(match => HelpAsync(match.Groups["name"].Value))));
        var options = Option().Matches(help).Select(match => match.Value).ToHashSet();

        var named = Option().Matches(Page).Select(match => match.Value).Where(option => option is not ("--global" or "--project" or "--help")).ToHashSet();

        Assert.That(named, Is.Not.Empty.And.SubsetOf(options));
    }

    [Test]
    public async Task Every_exit_code_has_a_row()
    {
        var source = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "examples", "SessionTool", "ExitCode.cs"));

        var codes = Code().Matches(source).Select(match => match.Groups["code"].Value);

        Assert.That(ExitRow().Matches(Page).Select(match => match.Groups["code"].Value), Is.EquivalentTo(codes).And.Not.Empty);
    }

    private static async Task<string> HelpAsync(params string[] command)
    {
        using var tool = ToolProcess.StartWithoutEndpoint(migrationKey: null, [.. command, "--help"]);
        var (exitCode, output, errors) = await tool.WaitAsync();
        Assert.That(exitCode, Is.Zero, errors);
        return output;
    }

    [GeneratedRegex("^  (?<name>[a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^\| \[`(?<name>[a-z]+)`\]\(", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"const int \w+ = (?<code>\d);")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| (?<code>\d) \| ", RegexOptions.Multiline)]
    private static partial Regex ExitRow();
}
