using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Storefront;

/// <summary>The example and a real browser, for all tests of a fixture.</summary>
[Category(ChromiumBrowser.Category)]
public abstract class StorefrontInChromium
{
    private protected ChromiumBrowser Browser { get; set; } = null!;

    private protected RunningProgram Storefront { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAndStorefrontAsync()
    {
        Browser = await ChromiumBrowser.StartAsync();
        Storefront = await StorefrontProcess.StartAsync(await EnvironmentAsync());
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

    /// <summary>Returns the environment that says where sessions are kept: nothing, for this process's memory.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> EnvironmentAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    private protected Uri AddressOf(string path) => new(Storefront.Address, path);

    /// <summary>Signs Ada in on a page.</summary>
    private protected async Task SignInAsAdaAsync(ChromiumPage page)
    {
        await page.GoToAsync(AddressOf("/SignIn"));
        await page.FillInAsync("[name=Name]", "Ada");
        await page.FillInAsync("[name=Password]", Shopper.PasswordOfAda);
        await page.ClickAsync("main form button");
    }

    private protected async Task AddToCartAsync(ChromiumPage page, params string[] skus)
    {
        foreach (var sku in skus)
        {
            await page.GoToAsync(AddressOf($"/Product/{sku}"));
            await page.ClickAsync("main form button");
        }
    }

    private protected static async Task FillInAddressAsync(ChromiumPage page)
    {
        await page.FillInAsync("[name='Address.Name']", "Ada Lovelace");
        await page.FillInAsync("[name='Address.Street']", "12 St James's Square");
        await page.FillInAsync("[name='Address.PostalCode']", "SW1Y 4LB");
        await page.FillInAsync("[name='Address.City']", "London");
        await page.FillInAsync("[name='Address.Country']", "United Kingdom");
    }

    private protected static Task<string> HeadingOf(ChromiumPage page) => page.RunAsync<string>("location.pathname + ': ' + document.querySelector('h1').textContent");

    /// <summary>Returns what the header says about the cart and the customer, such as "Cart (2), My devices, Ada, Sign out".</summary>
    private protected static Task<string> HeaderOf(ChromiumPage page) =>
        page.RunAsync<string>("[...document.querySelectorAll('header nav a, header nav span, header nav button')].map(part => part.textContent).join(', ')");

    /// <summary>Keeps a picture of a page with the results of the run. Those in docs/images were made by this.</summary>
    private protected static async Task KeepScreenshotAsync(ChromiumPage page, string name, bool ofWholePage = false)
    {
        var file = Path.Combine(RepositoryFiles.Root, "artifacts", "screenshots", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, await page.TakeScreenshotAsync(ofWholePage));
        TestContext.AddTestAttachment(file);
    }
}
