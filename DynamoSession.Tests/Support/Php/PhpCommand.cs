using System.ComponentModel;
using System.Diagnostics;

namespace DynamoSession.Tests.Support.Php;

/// <summary>Runs the scripts of this folder. A test that needs them is skipped with the remedy where PHP is missing, in CI it fails.</summary>
internal static class PhpCommand
{
    public static async Task<string[]> RunAsync(string script, params string[] arguments)
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Support", "Php", script);
        using var process = Start(new ProcessStartInfo("php", [file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw Requirement.Missing("The test compares with PHP: install its command line (Debian: php-cli), so that 'php' is in the PATH.", exception);
        }
    }
}
