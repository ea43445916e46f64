using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/getting-started.md as a newcomer follows it, until the page shows how often it was visited.</summary>
[TestFixture]
[Category(DotnetCommand.Category)]
public sealed class GettingStartedTests
{
    [Test]
    public async Task It_runs_as_printed_and_the_inspector_shows_the_session()
    {
        var blocks = DocumentBlocks.Of("docs/getting-started.md");
        var code = blocks.Where(block => block.Language == "csharp").Select(block => block.Text).ToArray();
        using var project = await FreshProject.CreateAsync(blocks.First(block => block.Language == "bash").Text);
        await project.WriteAsync("Program.cs", code[0]);
        await project.WriteAsync("Pages/Index.cshtml.cs", code[1]);
        await project.AppendAsync("Pages/Index.cshtml", $"\n{blocks.Single(block => block.Language == "html").Text}\n");
        await project.BuildAsync();

        await using var app = await project.StartAsync("dotnet run --urls http://localhost:5080", []);
        using var http = new HttpClient { BaseAddress = app.Address };

        Assert.That(await http.GetStringAsync(new Uri("/", UriKind.Relative)), Does.Contain("<p>Visit number 1.</p>"));
        Assert.That(await http.GetStringAsync(new Uri("/", UriKind.Relative)), Does.Contain("<p>Visit number 2.</p>"));
        Assert.That(await http.GetStringAsync(new Uri("/_session", UriKind.Relative)), Does.Contain("visits"));
    }
}
