using DynamoSession.Tests.Support.Chromium;

namespace DynamoSession.Tests.Storefront;

/// <summary>A real browser that is closed and opened again.</summary>
[TestFixture]
public sealed class StaySignedInTests : StorefrontInChromium
{
    [TestCase(false, "Welcome")]
    [TestCase(true, "Welcome, Ada")]
    public async Task A_browser_that_was_closed_is_signed_in_only_if_it_was_to_stay_so(bool staysSignedIn, string heading)
    {
        await SignInAsync(staysSignedIn);

        Browser = await Browser.RestartAsync();

        var page = await OpenAsync("/");
        Assert.That(await page.RunAsync<string>("document.querySelector('h1').textContent"), Is.EqualTo(heading));
    }

    private async Task SignInAsync(bool staysSignedIn)
    {
        var page = await OpenAsync("/SignIn");
        await page.FillInAsync("[name=Name]", "Ada");
        await page.FillInAsync("[name=Password]", Shopper.PasswordOfAda);
        await page.RunAsync<bool>($"document.querySelector('[name=StaySignedIn]').checked = {(staysSignedIn ? "true" : "false")}");
        await page.ClickAsync("main form button");
        Assert.That(await page.RunAsync<string>("document.querySelector('h1').textContent"), Is.EqualTo("Welcome, Ada"));
    }

    private async Task<ChromiumPage> OpenAsync(string path)
    {
        var page = await Browser.OpenAsync(width: 1024, height: 768);
        await page.GoToAsync(AddressOf(path));
        return page;
    }
}
