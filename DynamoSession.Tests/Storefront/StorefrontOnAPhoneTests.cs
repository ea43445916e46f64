using DynamoSession.Tests.Support.Chromium;

namespace DynamoSession.Tests.Storefront;

/// <summary>The example in a real browser, 375 pixels wide.</summary>
[TestFixture]
public sealed class StorefrontOnAPhoneTests : StorefrontInChromium
{
    private const int Width = 375;

    private ChromiumPage _page = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _page = await Browser.OpenAsync(Width, height: 667);
        await _page.AllowFetchAsync();
        await _page.SetHeadersAsync(("CloudFront-Viewer-City", new string('W', 60)));
        await GoToAsync("/SignIn");
        await _page.FillInAsync("[name=Name]", "Ada");
        await _page.FillInAsync("[name=Password]", Shopper.PasswordOfAda);
        await SubmitAsync();
        foreach (var sku in new[] { "mug", "lamp", "notebook", "pencils", "blanket", "kettle" })
        {
            await GoToAsync($"/Product/{sku}");
            await SubmitAsync();
        }
    }

    [TestCase("/")]
    [TestCase("/Product/notebook")]
    [TestCase("/Cart")]
    [TestCase("/SignIn")]
    [TestCase("/SignOut")]
    [TestCase("/Devices")]
    [TestCase("/Password")]
    [TestCase("/Stored")]
    [TestCase("/Error/409")]
    [TestCase("/Error/503")]
    public async Task No_page_is_wider_than_the_screen(string path)
    {
        await GoToAsync(path);

        var width = await _page.RunAsync<int>("document.documentElement.scrollWidth");

        Assert.That((await _page.RunAsync<int>("window.innerWidth"), width), Is.EqualTo((Width, Width)));
    }

    [Test]
    public async Task The_cart_shows_every_control_on_the_screen()
    {
        await GoToAsync("/Cart");

        var outside = await _page.RunAsync<string>(
            "[...document.querySelectorAll('main a, main input:not([type=hidden]), main button, main .sum')]"
            + $".filter(e => e.getBoundingClientRect().left < 0 || e.getBoundingClientRect().right > {Width}).map(e => e.outerHTML).join()");

        Assert.That(outside, Is.Empty);
        Assert.That(await _page.RunAsync<int>("document.querySelectorAll('main button').length"), Is.EqualTo(12));
    }

    [Test]
    public async Task Ten_clicks_at_the_same_moment_add_ten_items()
    {
        await GoToAsync("/Product/pencils");
        var before = await ItemsAsync();

        var statuses = await _page.RunAsync<string>(
            "Promise.all(Array.from({ length: 10 }, () => fetch('', { method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('main form'))) })"
            + ".then(response => response.status))).then(all => all.join())");

        await GoToAsync("/Cart");
        Assert.That((statuses, await ItemsAsync()), Is.EqualTo(("200,200,200,200,200,200,200,200,200,200", before + 10)));
    }

    private Task GoToAsync(string path) => _page.GoToAsync(AddressOf(path));

    private Task<int> ItemsAsync() => _page.RunAsync<int>("Number(document.querySelector('nav a').textContent.match(/[(]([0-9]+)[)]/)[1])");

    private Task<int> SubmitAsync() =>
        _page.RunAsync<int>("fetch('', { method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('main form'))) }).then(response => response.status)");
}
