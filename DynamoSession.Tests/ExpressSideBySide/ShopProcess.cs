using System.Diagnostics;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.ExpressSideBySide;

/// <summary>The two halves of examples/ExpressSideBySide, each as a process of its own.</summary>
internal static class ShopProcess
{
    public static readonly string Example = Path.Combine(RepositoryFiles.Root, "examples", "ExpressSideBySide");

    private static readonly NodePackages Packages = new("express-shop", File.ReadAllText(Path.Combine(Example, "express", "package.json")));

    public static async Task<NodeProcess> StartExpressAsync(IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            return await NodeProcess.StartAsync("ExpressSideBySide/express/app.js", Packages, settings);
        }
        catch (NodeUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <param name="settings">What both have in common.</param>
    /// <param name="express">Where Express is; null when it is gone.</param>
    /// <param name="moved">The routes that have moved.</param>
    public static Task<RunningProgram> StartAsync(IReadOnlyDictionary<string, string> settings, Uri? express, string moved = "")
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(Example, "bin", output.Parent!.Name, output.Name, "ExpressSideBySide.dll")])
        {
            WorkingDirectory = Example,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["MOVED"] = moved;
        if (express is not null)
        {
            start.Environment["EXPRESS_URL"] = express.ToString();
        }

        return RunningProgram.StartAsync(start);
    }
}
