using System.Net;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Storefront;

public abstract partial class StorefrontTests
{
    [Test]
    public async Task Signing_in_keeps_the_cart_under_a_new_cookie()
    {
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        var before = _shopper.SessionCookie;

        var page = await _shopper.SignInAsAdaAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Welcome, Ada").And.Contain("You are signed in as Ada.").And.Contain("Cart (1)"));
            Assert.That(_shopper.SessionCookie, Is.Not.EqualTo(before));
        }
    }

    [Test]
    public async Task Both_demo_accounts_on_the_page_can_sign_in()
    {
        using var other = new Shopper(_storefront.Address);
        var page = await _shopper.OpenAsync("/SignIn");

        var accounts = DemoAccount().Matches(page).Select(row => (Name: row.Groups["name"].Value, Password: row.Groups["password"].Value)).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(accounts, Has.Length.EqualTo(2));
            Assert.That(await _shopper.SignInAsync(accounts[0].Name, accounts[0].Password), Does.Contain("Welcome, Ada"));
            Assert.That(await other.SignInAsync(accounts[1].Name, accounts[1].Password), Does.Contain("Welcome, Grace"));
        }
    }

    [Test]
    public async Task An_unknown_name_and_a_wrong_password_get_the_same_response()
    {
        var unknown = await _shopper.SignInAsync("Charles", Shopper.PasswordOfAda);
        var wrong = await _shopper.SignInAsync("Ada", "difference engine");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ErrorsOf(wrong), Is.EqualTo(new[] { "The name or the password is wrong." }));
            Assert.That(ErrorsOf(unknown), Is.EqualTo(ErrorsOf(wrong)));
            Assert.That(await _shopper.OpenAsync("/"), Does.Not.Contain("Welcome, "));
        }
    }

    [TestCase("", Shopper.PasswordOfAda, "Please enter your name.")]
    [TestCase("Ada", "", "Please enter your password.")]
    public async Task Signing_in_without_a_name_or_a_password_says_what_is_missing(string name, string password, string error)
    {
        var page = await _shopper.SignInAsync(name, password);

        Assert.That(ErrorsOf(page), Is.EqualTo(new[] { error }));
    }

    [Test]
    public async Task An_attempt_to_sign_in_that_fails_starts_no_session()
    {
        await _shopper.SignInAsync("Ada", "difference engine");

        Assert.That(_shopper.SessionCookie, Is.Null);
    }

    [Test]
    public async Task Staying_signed_in_keeps_the_session_and_its_cookies_for_two_weeks()
    {
        await _shopper.SignInAsAdaAsync(staySignedIn: true);

        var session = _shopper.Cookies["sid"]!.Expires.ToUniversalTime();
        var ticket = _shopper.Cookies[".AspNetCore.Cookies"]!.Expires.ToUniversalTime();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(session, Is.EqualTo(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(14)).Within(TimeSpan.FromMinutes(5)));

            // The key of a ticket opens nothing without the session, so it may be kept for longer.
            Assert.That(ticket, Is.GreaterThanOrEqualTo(session));
        }
    }

    [Test]
    public async Task Without_staying_signed_in_both_cookies_last_until_the_browser_closes()
    {
        await _shopper.SignInAsAdaAsync();

        var expiries = new[] { "sid", ".AspNetCore.Cookies" }.Select(name => _shopper.Cookies[name]!.Expires);

        Assert.That(expiries, Is.All.EqualTo(DateTime.MinValue));
    }

    [TestCase("/Cart", "/Cart")]
    [TestCase("/Product/mug?from=mail", "/Product/mug?from=mail")]
    [TestCase("https://shop.example/", "/")]
    [TestCase("//shop.example", "/")]
    [TestCase("/\\shop.example", "/")]
    [TestCase("javascript:alert(1)", "/")]
    [TestCase("", "/")]
    public async Task Signing_in_returns_to_addresses_of_the_shop_only(string returnUrl, string location)
    {
        using var shopper = new Shopper(_storefront.Address, followsRedirects: false);
        var token = await shopper.TokenOnAsync("/SignIn");

        using var response = await shopper.PostAsync(
            $"/SignIn?ReturnUrl={Uri.EscapeDataString(returnUrl)}",
            ("Name", "Ada"), ("Password", Shopper.PasswordOfAda), ("__RequestVerificationToken", token));

        Assert.That((response.StatusCode, response.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, location)));
    }

    [Test]
    public async Task The_next_person_at_the_browser_finds_an_empty_cart()
    {
        await _shopper.SignInAsAdaAsync();
        await _shopper.SendAsync("/Product/mug", "/Product/mug");
        var signedOut = await _shopper.SendAsync("/Cart", "/SignOut");

        var page = await _shopper.SignInAsGraceAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(signedOut, Does.Contain("Cart (0)"));
            Assert.That(page, Does.Contain("Welcome, Grace").And.Contain("Cart (0)"));
        }
    }

    [Test]
    public async Task Another_user_who_signs_in_before_the_last_one_has_signed_out_finds_an_empty_cart()
    {
        await _shopper.SignInAsAdaAsync();
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await _shopper.SignInAsGraceAsync();

        Assert.That(page, Does.Contain("Welcome, Grace").And.Contain("Cart (0)"));
    }

    [Test]
    public async Task Signing_in_once_more_keeps_the_cart()
    {
        await _shopper.SignInAsAdaAsync();
        await _shopper.SendAsync("/Product/mug", "/Product/mug");

        var page = await _shopper.SignInAsAdaAsync();

        Assert.That(page, Does.Contain("Welcome, Ada").And.Contain("Cart (1)"));
    }

    [Test]
    public async Task Signing_out_ends_the_session_for_anyone_who_has_its_cookies()
    {
        await _shopper.SignInAsAdaAsync();
        using var thief = new Shopper(_storefront.Address, _shopper.Cookies);

        var page = await _shopper.SendAsync("/SignOut", "/SignOut");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("You are signed out."));
            Assert.That(
                await thief.OpenAsync("/Stored"),
                Does.Contain("Nothing: a session is stored with the first thing that is set.").And.Contain(">Sign in<").And.Not.Contain("Ada"));
        }
    }

    [Test]
    public async Task A_late_request_of_a_session_that_was_signed_out_is_told_so()
    {
        await _shopper.SignInAsAdaAsync();
        using var late = new Shopper(_storefront.Address, _shopper.Cookies);
        await _shopper.SendAsync("/SignOut", "/SignOut");

        using var response = await late.GetAsync("/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Does.Contain("Your session has ended").And.Not.Contain("Cart (").And.Not.Contain(">Sign in<").And.Not.Contain("signed out").And.Not.Contain("Ada"));
        }
    }

    [Test]
    public async Task A_form_without_its_token_is_refused()
    {
        await _shopper.SignInAsAdaAsync();

        using var response = await _shopper.PostAsync("/SignOut");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await _shopper.OpenAsync("/"), Does.Contain("Welcome, Ada"));
        }
    }

    [Test]
    public async Task A_form_from_before_the_sign_in_is_said_to_be_out_of_date()
    {
        var token = await _shopper.TokenOnAsync("/Product/mug");
        await _shopper.SignInAsAdaAsync();

        using var response = await _shopper.PostAsync("/Product/mug", ("__RequestVerificationToken", token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("That page was out of date").And.Contain("Cart (0)"));
        }
    }

    private static string[] ErrorsOf(string page) => [.. Error().Matches(page).Select(error => error.Groups["text"].Value)];

    [GeneratedRegex("""class="error[^"]*"[^>]*>(?<text>[^<]+)<""")]
    private static partial Regex Error();

    [GeneratedRegex("""<th scope="row">(?<name>\w+)</th><td><code>(?<password>[^<]+)</code>""")]
    private static partial Regex DemoAccount();
}
