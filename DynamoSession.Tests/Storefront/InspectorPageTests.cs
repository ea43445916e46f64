namespace DynamoSession.Tests.Storefront;

/// <summary>The inspector of the example, in a real browser.</summary>
[TestFixture]
public sealed class InspectorPageTests : StorefrontInChromium
{
    private const string Carts = "document.getElementById('requests').textContent.split('GET /Cart').length";

    [TestCase(1280, false)]
    [TestCase(1280, true)]
    [TestCase(375, false)]
    [TestCase(375, true)]
    public async Task It_fits_the_screen_and_updates_itself(int width, bool isDark)
    {
        var page = await Browser.OpenAsync(width, height: 900);
        await page.SetColorSchemeAsync(isDark);
        foreach (var path in new[] { "/", "/Product/mug", "/Product/notebook", "/_session" })
        {
            await page.GoToAsync(AddressOf(path));
        }

        await page.RunAsync<bool>($"window.before = {Carts}, true");
        await page.RunAsync<bool>("fetch('/Cart').then(() => true)");
        await page.RunAsync<bool>($"new Promise(done => {{ const wait = setInterval(() => {{ if ({Carts} > window.before) {{ clearInterval(wait); done(true); }} }}, 50); }})");

        Assert.That(await page.RunAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), Is.True, "It scrolls sideways.");
        Assert.That(await page.RunAsync<string>("document.querySelector('.bar').getBoundingClientRect().width > 300 ? 'wide' : 'narrow'"), Is.EqualTo("wide"));
        await KeepScreenshotAsync(page, $"inspector-{width}{(isDark ? "-dark" : "")}.png");
    }
}
