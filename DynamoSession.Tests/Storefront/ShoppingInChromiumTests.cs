using DynamoSession.Tests.Support.Chromium;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Storefront;

/// <summary>What happens to the cart and the orders of people who use several tabs and browsers, click at the same time, and go back.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class ShoppingInChromiumTests : StorefrontOnSlowTable
{
    private const string Button = "main form button";

    private string _profile = null!;
    private ChromiumPage _tab = null!;
    private ChromiumPage _otherTab = null!;

    [SetUp]
    public async Task OpenTabsAsync()
    {
        _profile = await Browser.CreateProfileAsync();
        _tab = await OpenAsync(_profile);
        _otherTab = await OpenAsync(_profile);
    }

    [Test]
    public async Task Two_browsers_have_carts_apart_even_of_one_user()
    {
        var otherBrowser = await OpenAsync(await Browser.CreateProfileAsync());
        await SignInAsAdaAsync(_tab);
        await SignInAsAdaAsync(otherBrowser);

        await Task.WhenAll(AddToCartAsync(_tab, "mug", "lamp"), AddToCartAsync(otherBrowser, "kettle"));

        Assert.That(
            (await HeaderOf(_tab), await HeaderOf(otherBrowser)),
            Is.EqualTo(("Cart (2), My devices, Ada, Sign out", "Cart (1), My devices, Ada, Sign out")));
    }

    [Test]
    public async Task Two_tabs_that_add_at_the_same_moment_lose_nothing()
    {
        await _tab.GoToAsync(AddressOf("/Product/mug"));
        await _otherTab.GoToAsync(AddressOf("/Product/lamp"));

        await Task.WhenAll(_tab.ClickAsync(Button), _otherTab.ClickAsync(Button));

        await _tab.GoToAsync(AddressOf("/Cart"));
        Assert.That(await LinesOf(_tab), Is.EquivalentTo(new[] { "mug 1", "lamp 1" }));
    }

    [Test]
    public async Task Ten_clicks_at_the_same_moment_add_ten_items()
    {
        await _tab.GoToAsync(AddressOf("/"));
        var tabs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OpenAsync(_profile)));
        await Task.WhenAll(tabs.Select(tab => tab.GoToAsync(AddressOf("/Product/pencils"))));

        await Task.WhenAll(tabs.Select(tab => tab.ClickAsync(Button)));

        await _tab.GoToAsync(AddressOf("/Cart"));
        Assert.That(await LinesOf(_tab), Is.EqualTo(new[] { "pencils 10" }));
    }

    [Test]
    public async Task An_order_that_is_submitted_twice_is_placed_once()
    {
        await AddToCartAsync(_tab, "mug", "blanket");
        await GoToCheckoutAsync(_tab);
        await GoToCheckoutAsync(_otherTab);
        var ordersBefore = OrdersPlaced();

        await Task.WhenAll(_tab.ClickAsync(Button), _otherTab.ClickAsync(Button));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await HeadingOf(_tab), Is.EqualTo("/Order: Thank you for your order"));
            Assert.That(await ReceiptOf(_tab), Is.EqualTo("2, € 133.50"));
            Assert.That(await _otherTab.RunAsync<string>("document.querySelector('dl').textContent"), Is.EqualTo(await _tab.RunAsync<string>("document.querySelector('dl').textContent")));
            Assert.That(OrdersPlaced(), Is.EqualTo(ordersBefore + 1));
        }
    }

    [Test]
    public async Task A_double_click_places_one_order()
    {
        await AddToCartAsync(_tab, "kettle");
        await GoToCheckoutAsync(_tab);
        var ordersBefore = OrdersPlaced();

        await _tab.DoubleClickAsync(Button);

        Assert.That((await ReceiptOf(_tab), OrdersPlaced()), Is.EqualTo(("1, € 46.20", ordersBefore + 1)));
    }

    [Test]
    public async Task What_is_added_while_an_order_is_being_placed_stays_in_the_cart()
    {
        await AddToCartAsync(_tab, "mug");
        await GoToCheckoutAsync(_tab);
        await _otherTab.GoToAsync(AddressOf("/Product/lamp"));

        // The first update takes the lease, the second is the commit of the order.
        var commit = new HeldOperation(Table, "UpdateItem", afterCalls: 1);
        var order = _tab.ClickAsync(Button);
        await commit.Arrived;
        await _otherTab.ClickAsync(Button);
        commit.Release();
        await order;

        await _otherTab.GoToAsync(AddressOf("/Cart"));
        Assert.That((await ReceiptOf(_tab), await LinesOf(_otherTab)), Is.EqualTo(("1, € 14.50", new[] { "lamp 1" })));
    }

    [Test]
    public async Task A_cart_that_has_changed_since_it_was_shown_is_not_ordered()
    {
        await AddToCartAsync(_tab, "mug");
        await GoToCheckoutAsync(_tab);
        await AddToCartAsync(_otherTab, "lamp");
        var ordersBefore = OrdersPlaced();

        await _tab.ClickAsync(Button);
        var answer = await _tab.RunAsync<string>("document.querySelector('.flash').textContent");
        var ordersAfter = OrdersPlaced();
        await _tab.ClickAsync(Button);

        Assert.That((ordersAfter, answer), Is.EqualTo((ordersBefore, "Your cart has changed since this page was opened, so nothing was ordered. Please check it again.")));
        Assert.That(await ReceiptOf(_tab), Is.EqualTo("2, € 103.50"));
    }

    [Test]
    public async Task After_an_order_neither_the_back_button_nor_its_form_orders_again()
    {
        await AddToCartAsync(_tab, "notebook");
        await GoToCheckoutAsync(_tab);
        await GoToCheckoutAsync(_otherTab);
        await _tab.ClickAsync(Button);
        var receipt = await ReceiptOf(_tab);
        var ordersBefore = OrdersPlaced();

        await _tab.GoBackAsync();
        await _otherTab.ClickAsync(Button);

        // The browser shows the form as it was left, or asks for the page again, which then leads to the empty cart.
        Assert.That(await HeadingOf(_tab), Is.AnyOf("/Checkout: Checkout", "/Cart: Cart"));
        Assert.That((await HeadingOf(_otherTab), await ReceiptOf(_otherTab), OrdersPlaced()), Is.EqualTo(("/Order: Thank you for your order", receipt, ordersBefore)));
    }

    [Test]
    public async Task After_a_sign_out_the_back_button_shows_no_page_of_the_user()
    {
        await SignInAsAdaAsync(_tab);
        await _tab.GoToAsync(AddressOf("/Devices"));
        await _tab.ClickAsync("header nav form button");

        await _tab.GoBackAsync();

        Assert.That((await HeadingOf(_tab), await HeaderOf(_tab)), Is.EqualTo(("/SignIn: Sign in", "Cart (0), Sign in")));
    }

    [Test]
    public async Task A_sign_out_in_one_tab_ends_what_another_is_doing_for_good()
    {
        await SignInAsAdaAsync(_tab);
        await _otherTab.GoToAsync(AddressOf("/Product/mug"));
        var commit = new HeldOperation(Table, "UpdateItem");
        var click = _otherTab.ClickAsync(Button);
        await commit.Arrived;
        await _tab.ClickAsync("header nav form button");
        commit.Release();
        await click;

        using (Assert.EnterMultipleScope())
        {
            // The request has not seen the sign-out, so its page claims nothing about what came after.
            Assert.That((await HeadingOf(_otherTab), await HeaderOf(_otherTab)), Is.EqualTo(("/Product/mug: Your session has ended", "Cart")));

            await _otherTab.ClickAsync("main a[href='/']");
            Assert.That((await HeadingOf(_otherTab), await HeaderOf(_otherTab)), Is.EqualTo(("/: Welcome", "Cart (0), Sign in")));
        }
    }

    [Test]
    public async Task A_form_from_before_a_sign_in_in_another_tab_is_refused_and_works_when_it_is_opened_again()
    {
        await AddToCartAsync(_tab, "mug");
        await _otherTab.GoToAsync(AddressOf("/Product/lamp"));
        await SignInAsAdaAsync(_tab);

        await _otherTab.ClickAsync(Button);
        var refused = (await HeadingOf(_otherTab), await HeaderOf(_otherTab));
        await _otherTab.ClickAsync("main a[href='/Product/lamp']");
        await _otherTab.ClickAsync(Button);

        Assert.That(refused, Is.EqualTo(("/Product/lamp: That page was out of date", "Cart (1), My devices, Ada, Sign out")));
        Assert.That(await LinesOf(_otherTab), Is.EqualTo(new[] { "mug 1", "lamp 1" }));
    }

    private async Task GoToCheckoutAsync(ChromiumPage page)
    {
        await page.GoToAsync(AddressOf("/Checkout"));
        await FillInAddressAsync(page);
    }

    private static async Task<string[]> LinesOf(ChromiumPage page) => (await page.RunAsync<string>(
        "[...document.querySelectorAll('.cart li')].map(line => line.querySelector('[name=sku]').value + ' ' + line.querySelector('[name=quantity]').value).join()")).Split(',');

    private static Task<string> ReceiptOf(ChromiumPage page) =>
        page.RunAsync<string>("[...document.querySelectorAll('dd.amount')].map(amount => amount.textContent.replace('\\u00a0', ' ')).join(', ')");

    private int OrdersPlaced() => Storefront.Output.Split("was placed").Length - 1;
}
