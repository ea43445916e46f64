using System.Text.Json.Nodes;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>The built application of docs/infrastructure/cdk, running as CDK's command line runs it. It needs Node.js.</summary>
internal static class CdkApp
{
    /// <summary>Returns what the application would deploy with the context.</summary>
    public static async Task<Deployment> DeployAsync(IReadOnlyDictionary<string, string> context)
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var app = Path.Combine(RepositoryFiles.Root, "docs", "infrastructure", "cdk", "bin", output.Parent!.Name, output.Name, "DynamoSession.Infrastructure.dll");
        var assembly = Directory.CreateTempSubdirectory("dynamosession-cdk-");
        try
        {
            var start = DotnetCommand.StartInfo(assembly.FullName, "dotnet", "exec", app);
            start.Environment["CDK_OUTDIR"] = assembly.FullName;
            start.Environment["CDK_CONTEXT_JSON"] = new JsonObject(context.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))).ToJsonString();

            // Its opinion on the version of Node.js would fill the console.
            start.Environment["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "1";
            start.Environment["JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION"] = "1";
            start.Environment["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "1";
            await DotnetCommand.RunAsync(start);
            var template = await File.ReadAllTextAsync(Path.Combine(assembly.FullName, "Sessions.template.json"));
            return CloudFormationTemplate.Deploy(JsonNode.Parse(template)!.AsObject(), new Dictionary<string, string>());
        }
        finally
        {
            assembly.Delete(recursive: true);
        }
    }
}
