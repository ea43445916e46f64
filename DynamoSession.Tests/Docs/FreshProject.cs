using System.Diagnostics;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Docs;

/// <summary>A project as a newcomer creates it by the commands of a document, with the packages that README.md builds in a folder.</summary>
internal sealed class FreshProject : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fresh-project-").FullName;

    private FreshProject()
    {
    }

    private string Folder => Path.Combine(_root, "Shop");

    /// <summary>Runs the first commands of a document.</summary>
    /// <param name="commands">They create the project, enter its folder, and add the package.</param>
    /// <param name="hasUsualSources">Whether packages of others come from where this machine gets them, and not only from what this build has used.</param>
    public static async Task<FreshProject> CreateAsync(string commands, bool hasUsualSources = false)
    {
        var project = new FreshProject();
        try
        {
            await project.CreateByAsync(commands.Split('\n'), hasUsualSources);
            return project;
        }
        catch
        {
            project.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(Folder, file), text);

    public Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file));

    public Task AppendAsync(string file, string text) => File.AppendAllTextAsync(Path.Combine(Folder, file), text);

    public Task BuildAsync() => RunAsync(Folder, "dotnet build -warnaserror");

    /// <summary>Runs the project by a command of a document, on a port that the system chooses.</summary>
    public async Task<RunningProgram> StartAsync(string command, IEnumerable<(string Name, string Value)> environment)
    {
        var start = DotnetCommand.StartInfo(Folder, "dotnet", [.. command.Replace("http://localhost:5080", "http://127.0.0.1:0", StringComparison.Ordinal).Split(' ')[1..]]);
        UseOwnPackages(start);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return await RunningProgram.StartAsync(start);
    }

    private async Task CreateByAsync(string[] commands, bool hasUsualSources)
    {
        Assert.That(commands, Has.Length.EqualTo(3));
        Assert.That(commands[0], Does.StartWith("dotnet new ").And.EndsWith(" -o Shop"));
        Assert.That(commands[1..], Is.EqualTo(new[] { "cd Shop", "dotnet add package DynamoSession.AspNetCore" }));

        if (!hasUsualSources)
        {
            // Packages of others come from those that this build has used, so that nothing is asked of the network.
            await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        }

        await PackAsync();
        await RunAsync(_root, commands[0]);
        var sources = DocumentBlocks.Of("README.md").First(block => block.Language == "xml").Text;
        await WriteAsync("nuget.config", sources.Replace("../DynamoSession/packages", "../packages", StringComparison.Ordinal));
        await RunAsync(Folder, commands[2]);
    }

    /// <summary>Runs the commands that README.md names, on what these tests were built from.</summary>
    private async Task PackAsync()
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var commands = DocumentBlocks.Of("README.md").First(block => block.Text.StartsWith("dotnet pack ", StringComparison.Ordinal)).Text.Split('\n');
        Assert.That(commands, Has.Length.EqualTo(2));
        foreach (var command in commands)
        {
            await DotnetCommand.RunAsync(
                RepositoryFiles.Root,
                "dotnet",
                [.. command.Split(' ')[1..^1], Path.Combine(_root, "packages"), "--no-build", $"-p:Configuration={configuration}", "-p:EnablePackageValidation=false"]);
        }
    }

    private async Task RunAsync(string directory, string command)
    {
        var start = DotnetCommand.StartInfo(directory, "dotnet", command.Split(' ')[1..]);
        UseOwnPackages(start);
        await DotnetCommand.RunAsync(start);
    }

    // The packages under test have the same version each time: a cache of their own keeps those of another run away.
    private void UseOwnPackages(ProcessStartInfo start)
    {
        start.Environment["NUGET_FALLBACK_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_root, "cache");
    }
}
