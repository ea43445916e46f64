using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Storefront;

/// <summary>Two real browsers, in which the same person is signed in.</summary>
[TestFixture]
[Category(ChromiumBrowser.Category)]
public sealed class MyDevicesTests
{
    private const string MyDevices = "nav a[href='/Devices']";
    private const string SignOutOthers = "main form[action$='SignOutOthers'] button";

    private ChromiumBrowser _homeBrowser = null!;
    private ChromiumBrowser _officeBrowser = null!;
    private RunningProgram _storefront = null!;
    private ChromiumPage _home = null!;
    private ChromiumPage _office = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _homeBrowser = await ChromiumBrowser.StartAsync();
        _officeBrowser = await ChromiumBrowser.StartAsync();
    }

    // Null when the start has failed or was skipped.
    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_homeBrowser is not null)
        {
            await _homeBrowser.DisposeAsync();
        }

        if (_officeBrowser is not null)
        {
            await _officeBrowser.DisposeAsync();
        }
    }

    // A shop for each test, without sessions from before and with the first passwords.
    [SetUp]
    public async Task SignInAsync()
    {
        _storefront = await StorefrontProcess.StartAsync(new Dictionary<string, string>());
        _home = await SignedInAsync(_homeBrowser, "Leipzig");
        _office = await SignedInAsync(_officeBrowser, "Dresden");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_storefront is not null)
        {
            await _storefront.DisposeAsync();
        }
    }

    [Test]
    public async Task Each_browser_lists_both_and_knows_which_is_this_one()
    {
        await _home.ClickAsync(MyDevices);
        await _office.ClickAsync(MyDevices);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DevicesAsync(_home), Is.EqualTo("Chrome on Linux, Dresden | Chrome on Linux, Leipzig, this one"));
            Assert.That(await DevicesAsync(_office), Is.EqualTo("Chrome on Linux, Dresden, this one | Chrome on Linux, Leipzig"));
        }
    }

    [TestCase(MyDevices)]
    [TestCase(SignOutOthers)]
    public async Task A_browser_that_another_has_signed_out_lands_on_the_sign_in_page_with_its_next_click(string nextClick)
    {
        await _office.ClickAsync(MyDevices);
        await _home.ClickAsync(MyDevices);
        await _home.ClickAsync("button[aria-label='Sign out Chrome on Linux, Dresden']");

        await _office.ClickAsync(nextClick);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/SignIn: Sign in"));
            Assert.That(await DevicesAsync(_home), Is.EqualTo("Chrome on Linux, Leipzig, this one"));

            await _home.ClickAsync(MyDevices);
            Assert.That(await HeadingAsync(_home), Is.EqualTo("/Devices: My devices"));
        }
    }

    [Test]
    public async Task A_browser_that_was_signed_out_can_go_on_as_a_visitor_and_sign_in_again()
    {
        await _office.ClickAsync("a[href='/Product/mug']");
        await _office.ClickAsync("main form button");
        await _home.ClickAsync(MyDevices);
        await _home.ClickAsync(SignOutOthers);

        await _office.ClickAsync("a.brand");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/: Welcome"));
            Assert.That(await _office.RunAsync<string>("document.querySelector('nav a').textContent"), Is.EqualTo("Cart (0)"));

            await FillInAndSignInAsync(_office, Shopper.PasswordOfAda);
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/: Welcome, Ada"));
        }
    }

    [Test]
    public async Task A_changed_password_signs_out_everywhere_else()
    {
        const string newPassword = "difference engine";
        await _office.ClickAsync(MyDevices);
        await _home.GoToAsync(new Uri(_storefront.Address, "/Password"));
        await _home.FillInAsync("[name=CurrentPassword]", Shopper.PasswordOfAda);
        await _home.FillInAsync("[name=NewPassword]", newPassword);
        await _home.ClickAsync("main form button");

        await _office.ClickAsync(MyDevices);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/SignIn: Sign in"));
            Assert.That(await HeadingAsync(_home), Is.EqualTo("/Devices: My devices"));
            Assert.That(await DevicesAsync(_home), Is.EqualTo("Chrome on Linux, Leipzig, this one"));

            await FillInAndSignInAsync(_office, Shopper.PasswordOfAda);
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/SignIn: Sign in"));

            await FillInAndSignInAsync(_office, newPassword);
            Assert.That(await HeadingAsync(_office), Is.EqualTo("/Devices: My devices"));
        }
    }

    private async Task<ChromiumPage> SignedInAsync(ChromiumBrowser browser, string city)
    {
        var page = await browser.OpenAsync(width: 1024, height: 768);
        await page.SetHeadersAsync(("CloudFront-Viewer-City", city));
        await page.GoToAsync(_storefront.Address);
        await FillInAndSignInAsync(page, Shopper.PasswordOfAda);
        return page;
    }

    private static async Task FillInAndSignInAsync(ChromiumPage page, string password)
    {
        if (await page.RunAsync<bool>("location.pathname !== '/SignIn'"))
        {
            await page.ClickAsync("nav a[href='/SignIn']");
        }

        await page.FillInAsync("[name=Name]", "Ada");
        await page.FillInAsync("[name=Password]", password);
        await page.ClickAsync("main form button");
    }

    private static Task<string> HeadingAsync(ChromiumPage page) => page.RunAsync<string>("location.pathname + ': ' + document.querySelector('h1').textContent");

    // Sorted: which of two sign-ins in the same second comes first is not defined.
    private static Task<string> DevicesAsync(ChromiumPage page) => page.RunAsync<string>(
        "[...document.querySelectorAll('main .item')].map(item => item.textContent.split('Last seen')[0].trim()).sort().join(' | ')");
}
