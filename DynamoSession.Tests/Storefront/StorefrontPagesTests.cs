using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Storefront;

/// <summary>How every page of the example looks, on a large screen and on a phone, light and dark.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class StorefrontPagesTests : StorefrontOnSlowTable
{
    private const string Button = "main form button";
    private const int Height = 900;
    private const int NarrowestPhone = 320;

    private string _visitor = null!;
    private string _customer = null!;
    private ChromiumPage _page = null!;

    private protected override TimeSpan IOTimeout => TimeSpan.FromSeconds(5);

    [OneTimeSetUp]
    public async Task FillCartAsync()
    {
        Thaw();
        _visitor = await Browser.CreateProfileAsync();
        _customer = await Browser.CreateProfileAsync();
        await UseAsync(_customer);
        await _page.SetHeadersAsync(("CloudFront-Viewer-City", "Leipzig"), ("CloudFront-Viewer-Country-Name", "Germany"));
        await SignInAsAdaAsync(_page);
        await AddToCartAsync(_page, "lamp", "pencils", "pencils", "blanket");

        // Another device of hers.
        await UseAsync(await Browser.CreateProfileAsync());
        await SignInAsAdaAsync(_page);
    }

    [TestCase("index")]
    [TestCase("product")]
    [TestCase("cart")]
    [TestCase("cart-empty")]
    [TestCase("checkout")]
    [TestCase("checkout-invalid")]
    [TestCase("order")]
    [TestCase("sign-in")]
    [TestCase("sign-in-invalid")]
    [TestCase("sign-out")]
    [TestCase("devices")]
    [TestCase("password")]
    [TestCase("stored")]
    [TestCase("error-400")]
    [TestCase("error-404")]
    [TestCase("error-409")]
    [TestCase("error-409-ended")]
    [TestCase("error-423")]
    [TestCase("error-500")]
    [TestCase("error-503")]
    public async Task A_page_fits_every_screen_and_can_be_read(string name)
    {
        await UseAsync(name switch
        {
            "cart-empty" or "sign-in" or "sign-in-invalid" or "error-409-ended" => _visitor,
            "order" => await Browser.CreateProfileAsync(),
            _ => _customer,
        });
        var errors = await _page.WatchConsoleAsync();

        await ShowAsync(name);

        foreach (var isDark in new[] { false, true })
        {
            await _page.SetColorSchemeAsync(isDark);
            foreach (var width in new[] { NarrowestPhone, 375, 1280 })
            {
                await _page.ResizeAsync(width, Height);
                Assert.That(await PageChecks.ProblemsOf(_page), Is.Empty, $"{width} pixels, {(isDark ? "dark" : "light")}");
                if (width > NarrowestPhone)
                {
                    await KeepScreenshotAsync(_page, $"{name}-{width}{(isDark ? "-dark" : "")}.png", ofWholePage: true);
                }
            }
        }

        Assert.That(errors.Except(await _page.RunAsync<string>("location.href")), Is.Empty);
    }

    [Test]
    public async Task The_browser_reports_what_the_policy_of_a_page_forbids()
    {
        await UseAsync(_visitor);
        var errors = await _page.WatchConsoleAsync();
        await GoToAsync("/Cart");

        await _page.RunAsync<bool>("document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' })), true");

        Assert.That(errors.Except(await _page.RunAsync<string>("location.href")), Has.One.Contains("Content Security Policy"));
    }

    private async Task UseAsync(string profile) => _page = await Browser.OpenAsync(width: 1280, Height, profile);

    private Task GoToAsync(string path) => _page.GoToAsync(AddressOf(path));

    private async Task ShowAsync(string name)
    {
        switch (name)
        {
            case "index":
                await GoToAsync("/");
                break;
            case "product":
                await GoToAsync("/Product/kettle");
                break;
            case "cart-empty":
                await GoToAsync("/Cart");
                break;
            case "checkout-invalid":
                await GoToAsync("/Checkout");
                await SubmitUncheckedAsync();
                break;
            case "order":
                await AddToCartAsync(_page, "mug", "kettle");
                await GoToAsync("/Checkout");
                await FillInAddressAsync(_page);
                await _page.ClickAsync(Button);
                break;
            case "sign-in-invalid":
                await GoToAsync("/SignIn");
                await _page.FillInAsync("[name=Name]", "Ada");
                await SubmitUncheckedAsync();
                break;
            case "error-400":
                await GoToAsync("/Product/mug");
                await _page.FillInAsync("main [name=__RequestVerificationToken]", "that of another user");
                await _page.ClickAsync(Button);
                break;
            case "error-404":
                await GoToAsync("/nowhere");
                break;
            case "error-409-ended":
                await GoToAsync("/Error/409");
                break;
            case "error-503":
                Freeze();
                await GoToAsync("/Cart");
                break;
            case "error-409" or "error-423" or "error-500":
                await GoToAsync(name.Replace("error-", "/Error/", StringComparison.Ordinal));
                break;
            default:
                await GoToAsync("/" + name.Replace("-", "", StringComparison.Ordinal));
                break;
        }
    }

    // As a browser would that doesn't check forms.
    private async Task SubmitUncheckedAsync()
    {
        await _page.RunAsync<bool>("document.querySelector('main form').noValidate = true");
        await _page.ClickAsync(Button);
    }
}
