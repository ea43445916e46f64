using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Support.Express;

/// <summary>Installs Express and the stores once for each user, with npm, outside the build's output.</summary>
internal static class ExpressPackages
{
    private const string Manifest = """
        {
          "private": true,
          "dependencies": {
            "@aws-sdk/client-dynamodb": "3.1162.0",
            "@aws-sdk/lib-dynamodb": "3.1162.0",
            "@pwrdrvr/dynamodb-session-store": "1.1.0",
            "aws-sdk": "2.1693.0",
            "connect-dynamodb": "3.0.5",
            "connect-dynamodb-session": "1.1.0",
            "dynamodb-store": "1.2.0",
            "express": "4.21.2",
            "express-session": "1.19.0",
            "serverless-dynamodb-session-store": "1.0.4",
            "tslib": "2.8.1"
          },
          "overrides": { "express-session": "1.19.0" }
        }
        """;

    private static readonly Lazy<Task<string>> Installed = new(FindOrInstallAsync);

    /// <returns>The directory that holds <c>node_modules</c>.</returns>
    /// <exception cref="ExpressUnavailableException">Node.js or npm is missing, or there is no network.</exception>
    public static Task<string> DirectoryAsync() => Installed.Value;

    private static async Task<string> FindOrInstallAsync()
    {
        var cache = EngineFiles.CacheDirectory();
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Manifest)))[..16];
        var directory = Path.Combine(cache, $"express-{version}");
        if (Directory.Exists(directory))
        {
            return directory;
        }

        // Installed beside its place and renamed when complete: two runs at once cannot see half of it.
        var unfinished = Directory.CreateDirectory(Path.Combine(cache, $"unfinished-{Guid.NewGuid():N}")).FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(unfinished, "package.json"), Manifest);
            await InstallAsync(unfinished);
            EngineFiles.MoveUnlessThere(unfinished, directory);
            return directory;
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    private static async Task InstallAsync(string directory)
    {
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Start(start);
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new ExpressUnavailableException($"npm could not install Express, which some tests run; it needs the network once. It said: {await output}{error}");
        }
    }

    /// <exception cref="ExpressUnavailableException">The tool is not installed.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ExpressUnavailableException($"Some tests run Express beside us, which needs '{start.FileName}'. Install Node.js 20 or later with npm.", exception);
        }
    }
}
