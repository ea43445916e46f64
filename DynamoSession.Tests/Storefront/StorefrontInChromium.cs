using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Storefront;

/// <summary>The example and a real browser, for all tests of a fixture.</summary>
public abstract class StorefrontInChromium
{
    private protected ChromiumBrowser Browser { get; set; } = null!;

    private protected RunningProgram Storefront { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAndStorefrontAsync()
    {
        Browser = await ChromiumBrowser.StartAsync();
        Storefront = await StorefrontProcess.StartAsync(new Dictionary<string, string>());
    }

    // Null when the start has failed or was skipped.
    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Storefront is not null)
        {
            await Storefront.DisposeAsync();
        }

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }

    private protected Uri AddressOf(string path) => new(Storefront.Address, path);

    /// <summary>Keeps a picture of what a page shows with the results of the run. Those in docs/images were made by this.</summary>
    private protected static async Task KeepScreenshotAsync(ChromiumPage page, string name)
    {
        var shot = await page.SendAsync("Page.captureScreenshot", new() { ["format"] = "png" });
        var file = Path.Combine(RepositoryFiles.Root, "artifacts", "screenshots", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(shot["data"]!.GetValue<string>()));
        TestContext.AddTestAttachment(file);
    }
}
