using System.Net;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Storefront;

public abstract partial class StorefrontTests
{
    private static readonly (string Name, string Value)[] Address =
    [
        ("Address.Name", "Ada Lovelace"),
        ("Address.Street", "12 St James's Square"),
        ("Address.PostalCode", "SW1Y 4LB"),
        ("Address.City", "London"),
        ("Address.Country", "United Kingdom"),
    ];

    [Test]
    public async Task An_order_is_confirmed_with_its_number_and_total_and_empties_the_cart()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        await _shopper.SendAsync("/Product/lamp", "/Product/lamp");

        var page = await OrderAsync(("Contents", "1 mug, 1 lamp"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Thank you for your order").And.Contain("103.50").And.Contain("Cart (0)"));
            Assert.That(await _shopper.OpenAsync("/Order"), Does.Contain(NumberOn(page)));
            Assert.That(await _shopper.OpenAsync("/Cart"), Does.Contain("Your cart is empty.").And.Contain(NumberOn(page)));
        }
    }

    [Test]
    public async Task The_session_keeps_no_address()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        await OrderAsync(("Contents", "1 mug"));

        var stored = await _shopper.OpenAsync("/Stored");

        Assert.That(stored, Does.Contain("<code>receipt</code>").And.Not.Contain("orderNumber").And.Not.Contain("Lovelace").And.Not.Contain("London"));
    }

    [Test]
    public async Task Orders_that_are_sent_at_the_same_moment_are_one()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        var token = ("__RequestVerificationToken", await _shopper.TokenOnAsync("/Checkout"));

        var pages = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var response = await _shopper.PostAsync("/Checkout", [.. Address, ("Contents", "1 mug"), token]);
            return await response.Content.ReadAsStringAsync();
        }));

        Assert.That(pages.Select(NumberOn).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Regex.Count(_storefront.Output, $"Order {NumberOn(pages[0])} was placed"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_added_at_the_moment_of_an_order_stays_in_the_cart()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        var token = ("__RequestVerificationToken", await _shopper.TokenOnAsync("/Checkout"));

        var order = _shopper.PostAsync("/Checkout", [.. Address, ("Contents", "1 mug"), token]);
        var additions = Enumerable.Range(0, 4).Select(_ => _shopper.PostAsync("/Product/lamp", token));
        foreach (var response in await Task.WhenAll([order, .. additions]))
        {
            response.Dispose();
        }

        var cart = await _shopper.OpenAsync("/Cart");

        // If something was added first, the cart is no longer what the order was for.
        var isOrdered = (await _shopper.OpenAsync("/Stored")).Contains("<code>receipt</code>");
        Assert.That(cart, Does.Contain(isOrdered ? "Cart (4)" : "Cart (5)"));
    }

    [Test]
    public async Task An_order_of_a_cart_that_was_not_shown_is_not_placed()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await OrderAsync(("Contents", "2 mug"));

        Assert.That(page, Does.Contain("Your cart has changed").And.Contain("Cart (1)").And.Contain("value=\"Ada Lovelace\""));
    }

    [TestCase("Address.Name", "", "Please enter your name.")]
    [TestCase("Address.Street", "", "Please enter the street and number.")]
    [TestCase("Address.PostalCode", "", "Please enter the postal code.")]
    [TestCase("Address.PostalCode", "1234567890123", "That is too long: at most 12 characters.")]
    [TestCase("Address.City", " ", "Please enter the city.")]
    [TestCase("Address.Country", "", "Please enter the country.")]
    public async Task An_order_needs_a_complete_address(string field, string value, string error)
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await OrderAsync(("Contents", "1 mug"), (field, value));

        Assert.That(ErrorsOf(page), Is.EqualTo(new[] { error }));
        Assert.That(page, Does.Contain("Cart (1)"));
    }

    [Test]
    public async Task An_order_after_another_has_a_number_of_its_own()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        var first = await OrderAsync(("Contents", "1 mug"));
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var second = await OrderAsync(("Contents", "1 mug"));

        Assert.That(NumberOn(second), Is.Not.EqualTo(NumberOn(first)).And.Length.EqualTo(8));
    }

    [Test]
    public async Task An_order_of_a_session_that_has_expired_is_said_not_to_be_placed()
    {
        var token = ("__RequestVerificationToken", await _shopper.TokenOnAsync("/Product/mug"));

        // As after twenty minutes: the form is still valid, and the cart is gone.
        using var response = await _shopper.PostAsync("/Checkout", [.. Address, ("Contents", "1 mug"), token]);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("so nothing was ordered").And.Contain("Your cart is empty."));
    }

    [TestCase("/Checkout")]
    [TestCase("/Order")]
    public async Task Without_anything_to_order_or_an_order_there_is_only_the_cart(string path)
    {
        using var visitor = new Shopper(_storefront.Address, followsRedirects: false);

        using var response = await visitor.GetAsync(path);

        Assert.That((response.StatusCode, response.Headers.Location?.OriginalString, visitor.SessionCookie), Is.EqualTo((HttpStatusCode.Redirect, "/Cart", (string?)null)));
    }

    [Test]
    public async Task A_checkout_is_not_kept_by_the_browser()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        using var response = await _shopper.GetAsync("/Checkout");

        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [TestCase("/")]
    [TestCase("/nowhere")]
    public async Task No_page_may_run_a_script_or_load_anything_from_elsewhere(string path)
    {
        using var response = await _shopper.GetAsync(path);

        Assert.That(
            response.Headers.GetValues("Content-Security-Policy"),
            Is.EqualTo(new[] { "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" }));
    }

    /// <summary>Opens the checkout and sends its form; later fields replace those of the address.</summary>
    private Task<string> OrderAsync(params (string Name, string Value)[] fields) =>
        _shopper.SendAsync("/Checkout", "/Checkout", [.. Address.ExceptBy(fields.Select(field => field.Name), field => field.Name), .. fields]);

    private static string NumberOn(string page) => OrderNumber().Match(page).Groups["number"].Value;

    [GeneratedRegex("(?:<dd><code>|number )(?<number>[2-9A-Z]{8})<")]
    private static partial Regex OrderNumber();
}
