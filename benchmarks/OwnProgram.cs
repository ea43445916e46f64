using System.Diagnostics;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Benchmarks;

/// <summary>This program, started once more to be one of the processes that are measured, or that they need.</summary>
internal static class OwnProgram
{
    public const string Serve = "serve";
    public const string Record = "record";

    /// <summary>Starts it. It ends with this process, however that ends.</summary>
    public static Task<RunningProgram> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(OwnProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return RunningProgram.StartAsync(start);
    }
}
