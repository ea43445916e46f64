using System.ComponentModel;
using System.Text.Json.Nodes;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>AWS's specification of the resources of CloudFormation and SAM, as CDK is generated from it.</summary>
internal static class ResourceSpecification
{
    private static readonly NodePackages Packages = new("resources", """
        {
          "private": true,
          "dependencies": { "@aws-cdk/aws-service-spec": "0.1.216" }
        }
        """);

    /// <summary>Returns each property of a template that isn't in the specification, is missing, or has a value of another type.</summary>
    public static async Task<IReadOnlyList<string>> MisfitsOfAsync(JsonObject template)
    {
        var script = Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "Infrastructure", "resources.js");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, template.ToJsonString());
            var start = DotnetCommand.StartInfo(Path.GetTempPath(), "node", "--no-deprecation", script, file);
            start.Environment["NODE_PATH"] = Path.Combine(await Packages.DirectoryAsync(), "node_modules");
            return [.. JsonNode.Parse(await DotnetCommand.RunAsync(start))!.AsArray().Select(misfit => (string)misfit!)];
        }
        catch (Exception exception) when (exception is NodeUnavailableException or Win32Exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
