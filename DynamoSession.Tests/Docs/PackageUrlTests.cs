using System.Text.Json;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Docs;

/// <summary>The packages name the repository that they are built from, wherever it is.</summary>
[TestFixture]
[Category(DotnetCommand.Category)]
public sealed class PackageUrlTests
{
    private string _clone = null!;

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _clone = Directory.CreateTempSubdirectory("package-urls-").FullName;
        await DotnetCommand.RunAsync(_clone, "git", "clone", "--quiet", "--depth", "1", new Uri(RepositoryFiles.Root).AbsoluteUri, ".");
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_clone, recursive: true);

    [Test]
    public async Task A_package_names_the_remote_and_its_page(
        [Values("DynamoSession.Core", "DynamoSession.AspNetCore", "examples/SessionTool")] string project,
        [Values("https://github.com/shop/sessions.git", "git@github.com:shop/sessions.git", "https://user:secret@github.com/shop/sessions.git")] string remote)
    {
        await DotnetCommand.RunAsync(_clone, "git", "remote", "set-url", "origin", remote);

        var properties = await DotnetCommand.RunAsync(
            Path.Combine(_clone, project),
            "dotnet", "msbuild", "-t:SetProjectUrl;_InitializeNuspecRepositoryInformationProperties", "-getProperty:PackageProjectUrl,RepositoryUrl,RepositoryType");

        using var json = JsonDocument.Parse(properties);
        Assert.That(
            json.RootElement.GetProperty("Properties").Deserialize<Dictionary<string, string>>(),
            Is.EqualTo(new Dictionary<string, string>
            {
                ["PackageProjectUrl"] = "https://github.com/shop/sessions",
                ["RepositoryUrl"] = "https://github.com/shop/sessions.git",
                ["RepositoryType"] = "git",
            }));
    }
}
