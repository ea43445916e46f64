namespace DynamoSession.Tests.Storefront;

/// <summary>The example's page "What is stored", in a real browser.</summary>
[TestFixture]
public sealed class StoredPageTests : StorefrontInChromium
{
    [Test]
    public async Task It_shows_each_field_that_a_visit_to_the_shop_sets()
    {
        var page = await Browser.OpenAsync(width: 960, height: 600);
        foreach (var path in new[] { "/", "/Product/lamp", "/Product/mug" })
        {
            await page.GoToAsync(AddressOf(path));
        }

        await page.ClickAsync("main form button");
        await page.GoToAsync(AddressOf("/Stored"));

        Assert.That(
            await page.RunAsync<string>("[...document.querySelectorAll('tbody th')].map(name => name.textContent).sort().join()"),
            Is.EqualTo("cart,recentlyViewed,visits"));
        await KeepScreenshotAsync(page, "stored.png");
    }
}
