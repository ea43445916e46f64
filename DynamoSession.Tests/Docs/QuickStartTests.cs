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

    private FreshProject _project = null!;
    private IReadOnlyList<(string Language, string Text)> _blocks = null!;

    [OneTimeSetUp]
    public async Task FollowAsync()
    {
        _blocks = DocumentBlocks.Of("README.md");
        _project = await FreshProject.CreateAsync(_blocks.First(block => block.Language == "bash").Text);
        await _project.WriteAsync("Program.cs", Program(_blocks));
        foreach (var (index, file) in _blocks.Where(IsFile).Index())
        {
            await _project.WriteAsync($"File{index.ToString(CultureInfo.InvariantCulture)}.cs", file.Text);
        }
    }

    [OneTimeTearDown]
    public void Remove() => _project?.Dispose();

    [Test]
    [Order(1)]
    public async Task It_runs_in_memory()
    {
        await _project.BuildAsync();
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
        await _project.WriteAsync("Program.cs", Program(_blocks).Replace(InMemory, registration, StringComparison.Ordinal));
        await _project.BuildAsync();

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

    private Task<RunningProgram> StartAsync(IEnumerable<(string Name, string Value)> environment)
    {
        var command = _blocks.Where(block => block.Language == "bash").SelectMany(block => block.Text.Split('\n')).First(line => line.StartsWith("dotnet run --urls", StringComparison.Ordinal));
        return _project.StartAsync(command, environment);
    }

    private IEnumerable<(string Name, string Value)> Exports(string emulator) => _blocks
        .First(block => block.Language == "bash" && block.Text.StartsWith("export AWS_ACCESS_KEY_ID", StringComparison.Ordinal)).Text
        .Replace("http://localhost:8000", emulator, StringComparison.Ordinal)
        .Split('\n')
        .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
        .SelectMany(line => line.Split(' ')[1..])
        .Select(setting => setting.Split('=', 2))
        .Select(setting => (setting[0], setting[1]));

    [GeneratedRegex(@"\A(using [\w.]+;\n+)*app\.Map")]
    private static partial Regex StatementStart();

    [GeneratedRegex(@"\A(using [\w.]+;\n+)*(\[ApiController\]|public )")]
    private static partial Regex FileStart();
}
