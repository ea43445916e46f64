using System.Net;
using System.Text.RegularExpressions;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Storefront;

/// <summary>The example as its users meet it, wherever it keeps its sessions.</summary>
public abstract partial class StorefrontTests
{
    private RunningProgram _storefront = null!;
    private Shopper _shopper = null!;

    /// <summary>Gets what the example says at start about where sessions are kept.</summary>
    protected abstract string Announcement { get; }

    /// <summary>Returns the environment that says where sessions are kept.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string>> EnvironmentAsync();

    [OneTimeSetUp]
    public async Task Start() => _storefront = await StorefrontProcess.StartAsync(await EnvironmentAsync());

    // Null when the start has failed or was skipped.
    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_storefront is not null)
        {
            await _storefront.DisposeAsync();
        }
    }

    [SetUp]
    public void Arrive() => _shopper = new Shopper(_storefront.Address);

    [TearDown]
    public void Leave() => _shopper.Dispose();

    [Test]
    public void The_start_says_where_sessions_are_kept()
    {
        Assert.That(_storefront.Output, Does.Contain(Announcement));
    }

    [Test]
    public async Task Visits_are_counted_for_each_browser()
    {
        using var other = new Shopper(_storefront.Address);
        await other.OpenAsync("/");
        await _shopper.OpenAsync("/");

        var page = await _shopper.OpenAsync("/");

        Assert.That(page, Does.Contain("You have opened this page 2 times in this session."));
    }

    [Test]
    public async Task Visits_at_the_same_moment_are_all_counted()
    {
        await _shopper.OpenAsync("/");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _shopper.OpenAsync("/")));

        Assert.That(await _shopper.OpenAsync("/Stored"), Does.Contain("<code>21</code>"));
    }

    [Test]
    public async Task An_item_is_added_to_the_cart()
    {
        var page = await _shopper.SendAsync("/Product/mug", "/Product/mug");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Stoneware mug is in your cart."));
            Assert.That(page, Does.Contain("Cart (1)"));
        }
    }

    [Test]
    public async Task Ten_clicks_at_the_same_moment_add_ten_items()
    {
        await _shopper.OpenAsync("/Product/lamp");
        var token = await _shopper.TokenOnAsync("/Product/mug");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 10).Select(async click =>
        {
            using var response = await _shopper.PostAsync(click % 2 == 0 ? "/Product/mug" : "/Product/lamp", ("__RequestVerificationToken", token));
            return response.StatusCode;
        }));

        Assert.That(statuses, Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await _shopper.OpenAsync("/Stored"), Does.Contain("Cart (10)"));
    }

    [Test]
    public async Task Items_that_are_changed_and_removed_at_the_same_moment_leave_the_others()
    {
        var skus = new[] { "mug", "lamp", "notebook", "pencils", "blanket", "kettle" };
        foreach (var sku in skus)
        {
            await _shopper.SendAsync($"/Product/{sku}", $"/Product/{sku}");
        }

        var token = ("__RequestVerificationToken", await _shopper.TokenOnAsync("/Cart"));

        await Task.WhenAll(skus.Select(async (sku, index) =>
        {
            using var response = await (index % 2 == 0
                ? _shopper.PostAsync("/Cart?handler=Change", ("sku", sku), ("quantity", "5"), token)
                : _shopper.PostAsync("/Cart?handler=Remove", ("sku", sku), token));
        }));

        Assert.That(await _shopper.OpenAsync("/Cart"), Does.Contain("Cart (15)"));
    }

    [Test]
    public async Task Products_that_are_opened_at_the_same_moment_are_all_remembered()
    {
        await _shopper.OpenAsync("/");

        await Task.WhenAll(new[] { "mug", "lamp", "notebook", "pencils", "blanket" }.Select(sku => _shopper.OpenAsync($"/Product/{sku}")));

        var page = await _shopper.OpenAsync("/");
        Assert.That(Regex.Count(page[page.IndexOf("Recently viewed", StringComparison.Ordinal)..], "/Product/"), Is.EqualTo(5));
    }

    [Test]
    public async Task A_flash_message_is_shown_once()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await _shopper.OpenAsync("/Cart");

        Assert.That(page, Does.Not.Contain("Stoneware mug is in your cart."));
    }

    [Test]
    public async Task A_quantity_is_changed()
    {
        await _shopper.SendAsync("/Product/notebook", "/Product/notebook");

        var page = await _shopper.SendAsync("/Cart", "/Cart?handler=Change", ("sku", "notebook"), ("quantity", "3"));

        Assert.That(page, Does.Contain("Cart (3)").And.Contain("38.70"));
    }

    [TestCase("0")]
    [TestCase("100")]
    [TestCase("many")]
    public async Task An_invalid_quantity_changes_nothing(string quantity)
    {
        await _shopper.SendAsync("/Product/notebook", "/Product/notebook");

        var page = await _shopper.SendAsync("/Cart", "/Cart?handler=Change", ("sku", "notebook"), ("quantity", quantity));

        Assert.That(page, Does.Contain("Cart (1)").And.Contain("from 1 to 99"));
    }

    [Test]
    public async Task An_item_is_removed_from_the_cart()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await _shopper.SendAsync("/Cart", "/Cart?handler=Remove", ("sku", "mug"));

        Assert.That(page, Does.Contain("Your cart is empty."));
    }

    [Test]
    public async Task The_last_five_products_are_remembered_newest_first()
    {
        foreach (var sku in new[] { "mug", "lamp", "notebook", "pencils", "blanket", "kettle", "lamp" })
        {
            await _shopper.OpenAsync($"/Product/{sku}");
        }

        Assert.That(await _shopper.OpenAsync("/Stored"), Does.Contain("""["lamp","kettle","blanket","pencils","notebook"]"""));
    }

    [Test]
    public async Task A_409_of_a_session_that_lives_does_not_say_that_it_has_ended()
    {
        await _shopper.SignInAsAdaAsync();

        var page = await _shopper.OpenAsync("/Error/409");

        Assert.That(page, Does.Contain("at the same time").And.Contain("Ada").And.Not.Contain("has ended"));
    }

    [Test]
    public async Task An_error_page_shows_no_message_of_another_page()
    {
        await _shopper.OpenAsync("/");
        using var second = new Shopper(_storefront.Address, _shopper.Cookies, followsRedirects: false);
        await second.SendAsync("/Product/mug", "/Product/mug");

        var page = await _shopper.OpenAsync("/Error/409");

        Assert.That(page, Does.Not.Contain("is in your cart"));
        Assert.That(await _shopper.OpenAsync("/"), Does.Contain("is in your cart"));
    }

    [TestCase("/site.css", HttpStatusCode.OK)]
    [TestCase("/health", HttpStatusCode.OK)]
    [TestCase("/Cart", HttpStatusCode.OK)]
    [TestCase("/SignIn", HttpStatusCode.OK)]
    [TestCase("/Stored", HttpStatusCode.OK)]
    [TestCase("/Product/nothing", HttpStatusCode.NotFound)]
    [TestCase("/nowhere", HttpStatusCode.NotFound)]
    public async Task What_sets_nothing_starts_no_session(string path, HttpStatusCode status)
    {
        using var response = await _shopper.GetAsync(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(status));
            Assert.That(_shopper.SessionCookie, Is.Null);
        }
    }
}
