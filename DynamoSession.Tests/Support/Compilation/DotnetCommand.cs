using System.Diagnostics;

namespace DynamoSession.Tests.Support.Compilation;

/// <summary>Runs the SDK's command line, or a program that it has built, in a process of its own.</summary>
internal static class DotnetCommand
{
    /// <summary>The category of tests that build a project, which takes longer than any other test. They run in a step of their own.</summary>
    public const string Category = "Build";

    /// <summary>Runs a command to its end. The test fails with what it said when it fails.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static Task<string> RunAsync(string directory, string file, params string[] arguments) => RunAsync(StartInfo(directory, file, arguments));

    /// <summary>Runs a command to its end. The test fails with what it said when it fails.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{start.FileName} {string.Join(' ', start.ArgumentList)} said:\n{await output}\n{error}");
        return await output;
    }

    /// <exception cref="InvalidOperationException">The command builds something, and the running test is not in the category.</exception>
    public static ProcessStartInfo StartInfo(string directory, string file, params string[] arguments)
    {
        // A built program is executed; whatever else the SDK's command line does, it builds first.
        if (file == "dotnet" && arguments[0] != "exec" && !TestContext.CurrentContext.Test.AllCategories().Contains(Category))
        {
            throw new InvalidOperationException($"A test that runs 'dotnet {arguments[0]}' has [Category(DotnetCommand.Category)].");
        }

        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // `dotnet test` leaves settings of its own build here. Nothing that this build starts may live on, for the run would wait for it.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return start;
    }
}
