using System.ComponentModel;
using System.Diagnostics;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Runs the tools that the engine comes with.</summary>
internal static class EngineCommand
{
    public const string Remedy = "Install it, or start DynamoDB Local yourself (for example the Docker image amazon/dynamodb-local) and put its address into DYNAMODB_ENDPOINT.";

    /// <exception cref="EngineUnavailableException">The tool is not installed.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new EngineUnavailableException($"The tests need DynamoDB Local, which needs '{start.FileName}'. {Remedy}", exception);
        }
    }

    /// <exception cref="EngineUnavailableException">The tool is not installed, or it failed.</exception>
    public static async Task RunAsync(string fileName, string workingDirectory, params string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new EngineUnavailableException($"'{fileName} {string.Join(' ', arguments)}' failed. {Remedy}{Environment.NewLine}{error}");
        }
    }
}
