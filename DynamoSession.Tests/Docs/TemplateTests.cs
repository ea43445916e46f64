using System.Net;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Docs;

/// <summary>
/// The applications of `dotnet new` with the package from a folder, the two lines of README.md, the page of docs/getting-started.md, and
/// nothing else. They run on the engine, whose calls are counted.
/// </summary>
[TestFixture]
[Category(DotnetCommand.Category)]
[Category(TestEngine.Category)]
public sealed partial class TemplateTests
{
    private const string InMemory = "builder.Services.AddDynamoSession().UseInMemoryTable();";

    [TestCase("mvc", "Controllers/VisitsController.cs", "class VisitsController", "/Visits", "/Home/Privacy")]
    [TestCase("webapp", "Pages/Index.cshtml.cs", "class IndexModel", "/", "/Privacy")]
    [TestCase("blazor", "Components/Pages/Visits.razor", "@page \"/visits\"", "/visits", "/")]
    public async Task A_page_with_all_its_files_reads_the_session_once(string template, string file, string mark, string visits, string page)
    {
        await using var engine = await CountingProxy.StartAsync();
        using var project = await CreateAsync(template);
        await project.WriteAsync(file, Block(mark).Text);
        if (template == "webapp")
        {
            await project.AppendAsync("Pages/Index.cshtml", $"\n{Block("@Model.Visits").Text}\n");
        }

        await project.BuildAsync();
        await using var app = await StartAsync(project, engine.Address);
        using var browser = new Browser(app.Address);

        var first = await browser.GetAsync(visits);
        var second = await browser.GetAsync(visits);
        engine.TakeOperations();
        var answer = await browser.GetAsync(page);
        var ofPage = engine.TakeOperations();
        var files = FilesOf(answer.Text);
        foreach (var path in files)
        {
            Assert.That((await browser.GetAsync(path)).Status, Is.EqualTo(200), path);
        }

        Assert.That(first.Text, Does.Contain("Visit number 1."), app.Output);
        Assert.That(second.Text, Does.Contain("Visit number 2."), app.Output);
        Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.OK), app.Output);
        Assert.That(files, Has.Count.GreaterThan(2));
        Assert.That(ofPage, Is.EqualTo(new[] { "GetItem" }));
        Assert.That(engine.TakeOperations(), Is.Empty);
        TestContext.Out.WriteLine($"dotnet new {template}: {page} with {files.Count} files makes {ofPage.Count} call.");
    }

    private static async Task<FreshProject> CreateAsync(string template)
    {
        var project = await FreshProject.CreateAsync($"dotnet new {template} -o Shop\ncd Shop\ndotnet add package DynamoSession.AspNetCore", hasUsualSources: true);
        try
        {
            var program = await project.ReadAsync("Program.cs");
            foreach (var (line, places) in LinesOfReadme())
            {
                var place = places.Single(place => program.Contains(place, StringComparison.Ordinal));
                program = program.Replace(place, $"{line}\n{place}", StringComparison.Ordinal);
            }

            await project.WriteAsync("Program.cs", program);
            return project;
        }
        catch
        {
            project.Dispose();
            throw;
        }
    }

    /// <summary>Returns each line that README.md adds to an application, and the lines before one of which it goes.</summary>
    private static IEnumerable<(string Line, string[] Places)> LinesOfReadme()
    {
        var sentence = RepositoryFiles.Lines("README.md").Single(line => line.StartsWith("In an application that `dotnet new mvc`, `webapp` or `blazor` has created, ", StringComparison.Ordinal));
        var code = Statement().Matches(sentence).Select(match => match.Groups["statement"].Value).ToArray();
        Assert.That(code, Has.Length.EqualTo(5));
        Assert.That(code[0], Is.EqualTo(InMemory));
        var inDynamoDb = DocumentBlocks.Of("README.md").Single(block => block.Language == "csharp" && block.Text.Contains("shop-sessions", StringComparison.Ordinal)).Text;
        return [(inDynamoDb, [code[1]]), (code[2], code[3..])];
    }

    private static (string Language, string Text) Block(string mark) =>
        DocumentBlocks.Of("docs/getting-started.md").Single(block => block.Text.Contains(mark, StringComparison.Ordinal));

    private static Task<RunningProgram> StartAsync(FreshProject project, Uri engine) => project.StartAsync(
        "dotnet run --urls http://localhost:5080",
        [
            // The engine keeps the tables of each access key apart.
            ("AWS_ACCESS_KEY_ID", $"{Guid.NewGuid():N}"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("AWS_REGION", "us-east-1"),
            ("AWS__ServiceURL", engine.ToString().TrimEnd('/')),
        ]);

    private static IReadOnlyList<string> FilesOf(string page) =>
        [.. File().Matches(page).Select(match => "/" + match.Groups["path"].Value.TrimStart('/')).Where(path => !path.StartsWith("//", StringComparison.Ordinal)).Distinct()];

    [GeneratedRegex("`(?<statement>[^`]+;)`")]
    private static partial Regex Statement();

    [GeneratedRegex("(?:<link[^>]* href|<script[^>]* src)=\"(?<path>[^\"]+)\"")]
    private static partial Regex File();
}
