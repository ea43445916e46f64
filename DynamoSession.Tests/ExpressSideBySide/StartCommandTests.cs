using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.ExpressSideBySide;

/// <summary>The commands of the example's README.md, one after another: they install Express, build, and start both.</summary>
[TestFixture]
[Category(DotnetCommand.Category)]
[Category(TestEngine.Category)]
[Platform(Exclude = "Win", Reason = "The command is a script of bash.")]
public sealed partial class StartCommandTests
{
    [Test]
    public async Task Each_of_the_three_steps_starts_and_keeps_the_session()
    {
        var steps = Commands();
        var settings = await ShopSettings.NewAsync();
        settings["PORT"] = FreePort();

        // Nothing else is started without npm, so it says what is missing.
        await using (await ShopProcess.StartExpressAsync(settings))
        {
        }

        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        var pages = new List<string>();
        foreach (var command in steps)
        {
            await using var shop = await StartAsync(command, settings);
            using var browser = new Browser(shop.Address, cookies: cookies);
            if (pages.Count == 0)
            {
                Assert.That((await browser.PostFormAsync("/account/sign-in", ("user", "Ada"))).Status, Is.EqualTo(302), shop.Output);
            }

            Assert.That((await browser.PostFormAsync("/cart", ("product", "tea"))).Status, Is.EqualTo(302), shop.Output);
            pages.Add((await browser.GetAsync("/cart")).Text);
        }

        Assert.That(steps, Is.EqualTo(new[] { "./start", "./start cart", "./start --without-express" }));
        Assert.That(pages, Has.All.Contain("Hello, Ada."));
        Assert.That(pages.Select(page => Lines().Match(page).Value), Is.EqualTo(new[] { "1 × tea", "2 × tea", "3 × tea" }));
        Assert.That(pages.Select(page => From().Match(page).Value), Is.EqualTo(new[] { "from Express", "from ASP.NET Core", "from ASP.NET Core" }));
    }

    private static string[] Commands()
    {
        var readme = string.Join('\n', RepositoryFiles.Lines("examples/ExpressSideBySide/README.md"));
        return [.. Command().Matches(readme).Select(match => match.Value)];
    }

    private static Task<RunningProgram> StartAsync(string command, Dictionary<string, string> settings)
    {
        var start = DotnetCommand.StartInfo(ShopProcess.Example, "bash", command.Split(' '));
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["SHOP_URL"] = "http://127.0.0.1:0";
        return RunningProgram.StartAsync(start);
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\./start.*$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("[0-9]+ × tea")]
    private static partial Regex Lines();

    [GeneratedRegex("from (Express|ASP.NET Core)")]
    private static partial Regex From();
}
