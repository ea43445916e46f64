using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Storefront;

/// <summary>What people see while the table doesn't respond, and afterwards.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class FrozenTableTests : StorefrontOnSlowTable
{
    private const string Button = "main form button";
    private const string NotLost = "Your cart and your sign-in cannot be reached just now, but they are not lost.";

    private ChromiumPage _page = null!;
    private ChromiumPage _otherTab = null!;

    private protected override TimeSpan IOTimeout => TimeSpan.FromSeconds(3);

    [SetUp]
    public async Task SignInAsync()
    {
        var profile = await Browser.CreateProfileAsync();
        _page = await OpenAsync(profile);
        _otherTab = await OpenAsync(profile);
        await SignInAsAdaAsync(_page);
        await AddToCartAsync(_page, "mug");
        Assert.That(await HeaderOf(_page), Is.EqualTo("Cart (1), My devices, Ada, Sign out"));
    }

    [Test]
    public async Task A_page_says_that_nothing_is_lost_and_after_the_thaw_nothing_is()
    {
        Freeze();
        var began = TimeProvider.System.GetTimestamp();
        await _page.GoToAsync(AddressOf("/Cart"));
        var waited = TimeProvider.System.GetElapsedTime(began);
        var frozen = (await HeadingOf(_page), await TextOf(_page), await HeaderOf(_page), await StatusOf(_page));
        Thaw();

        await _page.ClickAsync("main a[href='/Cart']");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(frozen, Is.EqualTo(("/Cart: Back in a moment", $"{NotLost} Please try again in a moment.", "Cart", 503)));
            Assert.That(waited, Is.LessThan(TimeSpan.FromSeconds(10)));
            Assert.That((await HeadingOf(_page), await HeaderOf(_page)), Is.EqualTo(("/Cart: Cart", "Cart (1), My devices, Ada, Sign out")));
        }
    }

    [Test]
    public async Task A_click_whose_commit_fails_is_not_said_to_be_saved_or_lost()
    {
        await _page.GoToAsync(AddressOf("/Product/lamp"));
        Table.Before = operation => operation == "UpdateItem" ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System) : Task.CompletedTask;
        await _page.ClickAsync(Button);
        var frozen = (await HeadingOf(_page), await TextOf(_page), await HeaderOf(_page), await StatusOf(_page));
        Thaw();

        await _page.ClickAsync("main a[href='/Product/lamp']");
        await _page.ClickAsync(Button);

        Assert.That(frozen, Is.EqualTo((
            "/Product/lamp: Back in a moment",
            $"{NotLost} We don't know whether your last change was saved. Please wait a moment, and look at the page before you repeat it.",
            "Cart",
            503)));
        Assert.That(await HeaderOf(_page), Is.EqualTo("Cart (2), My devices, Ada, Sign out"));
    }

    [Test]
    public async Task An_order_whose_commit_fails_is_placed_once_when_it_is_repeated()
    {
        await _page.GoToAsync(AddressOf("/Checkout"));
        await FillInAddressAsync(_page);
        var commit = new HeldOperation(Table, "UpdateItem", afterCalls: 1);
        await _page.ClickAsync(Button);
        await commit.Arrived;
        var failed = await HeadingOf(_page);
        Thaw();

        await _page.ClickAsync("main a[href='/Checkout']");
        await FillInAddressAsync(_page);
        await _page.ClickAsync(Button);

        Assert.That((failed, await HeadingOf(_page)), Is.EqualTo(("/Checkout: Back in a moment", "/Order: Thank you for your order")));
        var number = await _page.RunAsync<string>("document.querySelector('dd code').textContent");
        Assert.That(Storefront.Output.Split(number), Has.Length.EqualTo(2), "It was placed more than once.");
    }

    [Test]
    public async Task A_request_behind_an_order_that_takes_long_is_told_to_wait()
    {
        await _page.GoToAsync(AddressOf("/Checkout"));
        await FillInAddressAsync(_page);
        await _otherTab.GoToAsync(AddressOf("/Checkout"));
        await FillInAddressAsync(_otherTab);
        var commit = new HeldOperation(Table, "UpdateItem", afterCalls: 1);
        var order = _page.ClickAsync(Button);
        await commit.Arrived;
        await _otherTab.ClickAsync(Button);
        var refused = (await HeadingOf(_otherTab), await TextOf(_otherTab), await HeaderOf(_otherTab), await StatusOf(_otherTab));
        commit.Release();
        await order;

        await _otherTab.ClickAsync("main a[href='/Checkout']");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.EqualTo((
                "/Checkout: One moment, please",
                "An earlier request of yours is still being worked on. This one has changed nothing. Please wait a moment, and look at the page again.",
                "Cart (1), My devices, Ada, Sign out",
                423)));
            Assert.That(await HeadingOf(_page), Is.EqualTo("/Order: Thank you for your order"));
            Assert.That((await HeadingOf(_otherTab), await HeaderOf(_otherTab)), Is.EqualTo(("/Cart: Cart", "Cart (0), My devices, Ada, Sign out")));
        }
    }

    [Test]
    public async Task A_response_without_the_table_says_when_to_try_again_and_is_stored_nowhere()
    {
        await _page.AllowFetchAsync();
        await _page.GoToAsync(AddressOf("/"));
        Freeze();

        var response = await _page.RunAsync<string>(
            "fetch('/Cart').then(response => [response.status, response.headers.get('Retry-After'), response.headers.get('Cache-Control')].join())");

        Assert.That(response, Is.EqualTo("503,1,no-store"));
    }

    protected override async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync() =>
        new Dictionary<string, string>(await base.EnvironmentAsync()) { ["DynamoSession__LeaseWait"] = "00:00:00.5" };

    private static Task<string> TextOf(ChromiumPage page) => page.RunAsync<string>("document.querySelector('h1 + p').textContent");

    private static Task<int> StatusOf(ChromiumPage page) => page.RunAsync<int>("performance.getEntriesByType('navigation')[0].responseStatus");
}
