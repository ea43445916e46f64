using System.Diagnostics;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Storefront;

/// <summary>The built example, running as <c>dotnet run</c> would run it, on a port that the system chooses.</summary>
internal static class StorefrontProcess
{
    /// <param name="environment">What to set besides: where sessions are kept, for example.</param>
    public static Task<RunningProgram> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", PathOfDll()])
        {
            WorkingDirectory = Path.Combine(RepositoryFiles.Root, "examples", "Storefront"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("DynamoSession__", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return RunningProgram.StartAsync(start);
    }

    private static string PathOfDll()
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(RepositoryFiles.Root, "examples", "Storefront", "bin", output.Parent!.Name, output.Name, "Storefront.dll");
    }
}
