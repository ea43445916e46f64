using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Support.Node;

/// <summary>Packages that are installed once for each user, with npm, outside the build's output.</summary>
/// <param name="name">What they are for; begins the name of their directory.</param>
/// <param name="manifest">Their package.json, which pins the versions; npm verifies what it fetches.</param>
internal sealed class NodePackages(string name, string manifest)
{
    private readonly Lazy<Task<string>> _installed = new(() => FindOrInstallAsync(name, manifest));

    /// <returns>The directory that holds <c>node_modules</c>.</returns>
    /// <exception cref="NodeUnavailableException">Node.js or npm is missing, or there is no network.</exception>
    public Task<string> DirectoryAsync() => _installed.Value;

    private static async Task<string> FindOrInstallAsync(string name, string manifest)
    {
        var cache = EngineFiles.CacheDirectory();
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)))[..16];
        var directory = Path.Combine(cache, $"{name}-{version}");
        if (Directory.Exists(directory))
        {
            return directory;
        }

        // Installed beside its place and renamed when complete: two runs at once cannot see half of it.
        var unfinished = Directory.CreateDirectory(Path.Combine(cache, $"unfinished-{Guid.NewGuid():N}")).FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(unfinished, "package.json"), manifest);
            await InstallAsync(name, unfinished);
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

    private static async Task InstallAsync(string name, string directory)
    {
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = NodeProcess.Start(start);
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new NodeUnavailableException($"npm could not install {name}, which some tests run; it needs the network once. It said: {await output}{error}");
        }
    }
}
