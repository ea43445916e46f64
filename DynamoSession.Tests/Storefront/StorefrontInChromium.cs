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
}
