using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>
/// The Terraform module of docs/infrastructure/terraform, read by HashiCorp's own parser. Terraform itself does not run here, so its
/// expressions are compared as they are written, and the schema of its AWS provider is not known.
/// </summary>
internal sealed partial class TerraformModule
{
    private static readonly NodePackages Packages = new("hcl2json", """
        {
          "private": true,
          "dependencies": { "@cdktf/hcl2json": "0.21.0" }
        }
        """);

    private static readonly Dictionary<string, string> Values = new()
    {
        ["aws_dynamodb_table.sessions.arn"] = Deployment.TableArn,
        ["aws_dynamodb_table.sessions.stream_arn"] = Deployment.StreamArn,
        ["var.legacy_table_arn"] = Deployment.LegacyTableArn,
    };

    private readonly IReadOnlyList<JsonObject> _files;

    private TerraformModule(IReadOnlyList<JsonObject> files) => _files = files;

    /// <summary>Gets the names and default values of the module's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => Blocks("variable").ToDictionary(variable => variable.Key, variable => $"{Body(variable.Value)["default"]}");

    /// <summary>Gets the names of the module's outputs.</summary>
    public IEnumerable<string> Outputs => Blocks("output").Select(output => output.Key);

    public static async Task<TerraformModule> ReadAsync()
    {
        var directory = Path.Combine(RepositoryFiles.Root, "docs", "infrastructure", "terraform");
        var script = Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "Infrastructure", "hcl2json.js");
        try
        {
            var start = DotnetCommand.StartInfo(directory, "node", ["--no-deprecation", script, .. Directory.EnumerateFiles(directory, "*.tf").Order(StringComparer.Ordinal)]);
            start.Environment["NODE_PATH"] = Path.Combine(await Packages.DirectoryAsync(), "node_modules");
            return new([.. JsonNode.Parse(await DotnetCommand.RunAsync(start))!.AsArray().Select(file => file!.AsObject())]);
        }
        catch (Exception exception) when (exception is NodeUnavailableException or Win32Exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <summary>Returns what the module would deploy with everything that can be chosen.</summary>
    public Deployment Deploy()
    {
        var documents = Blocks("data").Single(type => type.Key == "aws_iam_policy_document").Value!.AsObject();
        var resources = Blocks("resource").GroupBy(type => type.Key).ToDictionary(type => type.Key, type => type.Single().Value!.AsObject());
        Assert.That(resources.Keys, Is.EquivalentTo(new[] { "aws_dynamodb_table", "aws_iam_policy" }));

        return new(
            FactsOf(Body(resources["aws_dynamodb_table"]["sessions"])),
            resources["aws_iam_policy"].ToDictionary(policy => NameOf(policy.Key), policy => GrantsOf(policy.Key, Body(policy.Value), documents)));
    }

    private static IReadOnlyList<string> GrantsOf(string role, JsonNode policy, JsonObject documents)
    {
        // Both are there under the same condition.
        var document = Body(documents[role]);
        Assert.That($"{policy["count"]}", Is.EqualTo($"{document["count"]}"));
        Assert.That((string?)policy["policy"], Is.EqualTo($"${{data.aws_iam_policy_document.{role}{(document["count"] is null ? "" : "[0]")}.json}}"));

        return [.. document["statement"]!.AsArray().SelectMany(statement =>
        {
            Assert.That(statement!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "actions", "resources" }));
            return statement["actions"]!.AsArray().SelectMany(action => statement["resources"]!.AsArray().Select(resource => Deployment.Grant((string)action!, Evaluate((string)resource!))));
        })];
    }

    private static IReadOnlyList<string> FactsOf(JsonNode table)
    {
        var index = table["global_secondary_index"]!.AsArray().Single()!;
        var timeToLive = table["ttl"]!.AsArray().Single()!;
        var encryption = table["dynamic"]!["server_side_encryption"]!.AsArray().Single()!;
        Assert.That((string?)table["stream_enabled"], Is.EqualTo("${var.stream}"));
        Assert.That((string?)table["stream_view_type"], Is.EqualTo("${var.stream ? \"NEW_AND_OLD_IMAGES\" : null}"));
        Assert.That((string?)encryption["for_each"], Is.EqualTo("${var.kms_key_arn == null ? [] : [var.kms_key_arn]}"));
        Assert.That(Body(encryption["content"]).ToJsonString(), Is.EqualTo("""{"enabled":true,"kms_key_arn":"${server_side_encryption.value}"}"""));
        return
        [
            $"table {Chosen(table["name"], "table_name")}",
            $"billing {table["billing_mode"]}",
            .. table["attribute"]!.AsArray().Select(attribute => $"attribute {attribute!["name"]} {attribute["type"]}"),
            $"key {table["hash_key"]} HASH",
            $"index {index["name"]} {index["projection_type"]}",
            $"key {index["hash_key"]} HASH",
            $"key {index["range_key"]} RANGE",
            $"expires by {timeToLive["attribute_name"]} {timeToLive["enabled"]}",
            $"recovery {Chosen(table["point_in_time_recovery"]!.AsArray().Single()!["enabled"], "point_in_time_recovery")}",
            $"protection {Chosen(table["deletion_protection_enabled"], "deletion_protection")}",
            $"key {Deployment.KmsKeyArn}",
            "stream NEW_AND_OLD_IMAGES",
        ];
    }

    /// <summary>Returns the value that the tests choose for a variable, where the module uses it.</summary>
    private static string Chosen(JsonNode? expression, string variable)
    {
        Assert.That((string?)expression, Is.EqualTo($"${{var.{variable}}}"));
        return variable == "table_name" ? "shop-sessions" : "true";
    }

    private static string Evaluate(string text) => Expression().Replace(
        text, match => Values.GetValueOrDefault(match.Groups["expression"].Value) ?? throw new InvalidOperationException($"{match.Value} is unknown."));

    /// <summary>Blocks of one type and name are a list, because some may be repeated.</summary>
    private static JsonNode Body(JsonNode? blocks) => blocks!.AsArray().Single()!;

    private IEnumerable<KeyValuePair<string, JsonNode?>> Blocks(string kind) => _files.SelectMany(file => file[kind]?.AsObject() ?? []);

    private static string NameOf(string role) => string.Concat(role.Split('_').Select(word => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(word[0])}{word[1..]}")));

    [GeneratedRegex(@"\$\{(?<expression>[^}]+)\}")]
    private static partial Regex Expression();
}
