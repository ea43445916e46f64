using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Docs;

/// <summary>
/// README.md as a newcomer follows it: a fresh project, the package from a folder, the blocks in their order, and nothing else. The project
/// is then run, first in memory, then with an emulator.
/// </summary>
[TestFixture]
[Category(DotnetCommand.Category)]
public sealed partial class QuickStartTests
{
    private const string Start = "var builder = ";
    private const string End = "app.Run();";
    private const string InMemory = "builder.Services.AddDynamoSession().UseInMemoryTable();";

    private string _root = null!;
    private string _project = null!;
    private IReadOnlyList<(string Language, string Text)> _blocks = null!;

    [OneTimeSetUp]
    public async Task FollowAsync()
    {
        _root = Directory.CreateTempSubdirectory("quick-start-").FullName;
        _project = Path.Combine(_root, "Shop");
        _blocks = BlocksOfReadme();

        // Packages of others come from those that this build has used, so that nothing is asked of the network.
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        await PackAsync();
        var commands = _blocks.First(block => block.Language == "bash").Text.Split('\n');
        Assert.That(commands, Is.EqualTo(new[] { "dotnet new web -o Shop", "cd Shop", "dotnet add package DynamoSession.AspNetCore" }));
        await RunAsync(_root, commands[0]);
        await File.WriteAllTextAsync(
            Path.Combine(_project, "nuget.config"),
            _blocks.First(block => block.Language == "xml").Text.Replace("../DynamoSession/packages", "../packages", StringComparison.Ordinal));
        await RunAsync(_project, commands[2]);
        await WriteProgramAsync(Program(_blocks));
        foreach (var (index, file) in _blocks.Where(IsFile).Index())
        {
            await File.WriteAllTextAsync(Path.Combine(_project, $"File{index.ToString(CultureInfo.InvariantCulture)}.cs"), file.Text);
        }
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    [Order(1)]
    public async Task It_runs_in_memory()
    {
        await RunAsync(_project, "dotnet build -warnaserror");
        await using var app = await StartAsync([]);
        using var http = new HttpClient { BaseAddress = app.Address };

        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 1."));
        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 2."));
        Assert.That(await PostAsync(http, "/checkout", """{"street":"Main Street 1","city":"Springfield","country":"US"}"""), Is.EqualTo("EUR"));
        Assert.That(await GetAsync(http, "/attempts"), Is.EqualTo("1"));
        Assert.That(await PostAsync(http, "/coupons/remove"), Is.EqualTo("true"));
        Assert.That(await PostAsync(http, "/sign-in?userId=ada&staySignedIn=false"), Is.Empty);
        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 3."));
        Assert.That(await PostAsync(http, "/pay"), Is.Empty);
        Assert.That(await PostAsync(http, "/vouchers/use"), Is.EqualTo("0 left."));
        Assert.That(await PostAsync(http, "/transfer"), Is.Empty);
        Assert.That(await PostAsync(http, "/wizard"), Is.Empty);
        Assert.That(await GetAsync(http, "/news"), Is.EqualTo("News for everybody"));
        Assert.That(await GetAsync(http, "/health"), Is.EqualTo("healthy"));
        Assert.That(await PostAsync(http, "/sign-out"), Is.Empty);
        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 1."));
    }

    [Test]
    [Order(2)]
    [Category(TestEngine.Category)]
    public async Task It_runs_with_an_emulator_that_needs_no_docker()
    {
        var emulator = (await TestEngine.ClientAsync()).Config.ServiceURL.TrimEnd('/');
        var registration = _blocks.Single(block => block.Language == "csharp" && block.Text.Contains("shop-sessions", StringComparison.Ordinal)).Text;
        await WriteProgramAsync(Program(_blocks).Replace(InMemory, registration, StringComparison.Ordinal));
        await RunAsync(_project, "dotnet build -warnaserror");

        await using var app = await StartAsync(Exports(emulator));
        using var http = new HttpClient { BaseAddress = app.Address };

        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 1."));
        Assert.That(await GetAsync(http, "/"), Is.EqualTo("Visit number 2."));
    }

    private static bool IsFile((string Language, string Text) block) => block.Language == "csharp" && FileStart().IsMatch(block.Text);

    /// <summary>Returns the first program, with the using directives and statements of all later blocks that are for it.</summary>
    private static string Program(IReadOnlyList<(string Language, string Text)> blocks)
    {
        var code = blocks.Where(block => block.Language == "csharp").Select(block => block.Text).ToArray();
        var program = code.First(text => text.StartsWith(Start, StringComparison.Ordinal));
        Assert.That(program, Does.Contain(InMemory).And.EndsWith(End));

        var usings = new List<string>();
        var statements = new StringBuilder();
        foreach (var text in code.Where(text => StatementStart().IsMatch(text)))
        {
            var lines = text.Split('\n');
            usings.AddRange(lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal)));
            statements.AppendJoin('\n', lines.SkipWhile(line => line.StartsWith("using ", StringComparison.Ordinal))).Append("\n\n");
        }

        Assert.That(usings, Is.Not.Empty);
        return string.Join('\n', usings.Distinct()) + "\n\n" + program.Replace(End, statements + End, StringComparison.Ordinal);
    }

    private static (string Language, string Text)[] BlocksOfReadme() =>
    [
        .. Block().Matches(string.Join('\n', RepositoryFiles.Lines("README.md"))).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value)),
    ];

    private static async Task<string> GetAsync(HttpClient http, string path) => await TextOf(await http.GetAsync(new Uri(path, UriKind.Relative)));

    private static async Task<string> PostAsync(HttpClient http, string path, string json = "{}")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await TextOf(await http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static async Task<string> TextOf(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
            return text;
        }
    }

    /// <summary>Runs the commands that README.md names, on what these tests were built from.</summary>
    private async Task PackAsync()
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var commands = _blocks.First(block => block.Text.StartsWith("dotnet pack ", StringComparison.Ordinal)).Text.Split('\n');
        Assert.That(commands, Has.Length.EqualTo(2));
        foreach (var command in commands)
        {
            await DotnetCommand.RunAsync(
                RepositoryFiles.Root,
                "dotnet",
                [.. command.Split(' ')[1..^1], Path.Combine(_root, "packages"), "--no-build", $"-p:Configuration={configuration}", "-p:EnablePackageValidation=false"]);
        }
    }

    private async Task WriteProgramAsync(string text) => await File.WriteAllTextAsync(Path.Combine(_project, "Program.cs"), text);

    private async Task RunAsync(string directory, string command)
    {
        var start = DotnetCommand.StartInfo(directory, "dotnet", command.Split(' ')[1..]);
        UseOwnPackages(start);
        await DotnetCommand.RunAsync(start);
    }

    private async Task<RunningProgram> StartAsync(IEnumerable<(string Name, string Value)> environment)
    {
        var command = _blocks.Where(block => block.Language == "bash").SelectMany(block => block.Text.Split('\n')).First(line => line.StartsWith("dotnet run --urls", StringComparison.Ordinal));
        var start = DotnetCommand.StartInfo(_project, "dotnet", [.. command.Replace("http://localhost:5080", "http://127.0.0.1:0", StringComparison.Ordinal).Split(' ')[1..]]);
        UseOwnPackages(start);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return await RunningProgram.StartAsync(start);
    }

    // The packages under test have the same version each time: a cache of their own keeps those of another run away.
    private void UseOwnPackages(ProcessStartInfo start)
    {
        start.Environment["NUGET_FALLBACK_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_root, "cache");
    }

    private IEnumerable<(string Name, string Value)> Exports(string emulator) => _blocks
        .First(block => block.Language == "bash" && block.Text.StartsWith("export AWS_ACCESS_KEY_ID", StringComparison.Ordinal)).Text
        .Replace("http://localhost:8000", emulator, StringComparison.Ordinal)
        .Split('\n')
        .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
        .SelectMany(line => line.Split(' ')[1..])
        .Select(setting => setting.Split('=', 2))
        .Select(setting => (setting[0], setting[1]));

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A(using [\w.]+;\n+)*app\.Map")]
    private static partial Regex StatementStart();

    [GeneratedRegex(@"\A(using [\w.]+;\n+)*(\[ApiController\]|public )")]
    private static partial Regex FileStart();
}
