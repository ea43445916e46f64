using System.Net;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Storefront;

// All tests share the accounts, so the devices of each are in a town of their own.
public abstract partial class StorefrontTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string SafariOnIPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    [Test]
    public async Task My_devices_shows_each_device_with_its_place_and_which_is_this_one()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Ulm");
        using var laptop = await SignedInAsync(Firefox, "Ulm");

        var page = await laptop.OpenAsync("/Devices");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RowOf("Firefox on Linux, Ulm, Germany", page), Does.Contain(", this one").And.Contain("just now").And.Not.Contain("<button"));
            Assert.That(RowOf("Safari on iPhone, Ulm, Germany", page), Does.Contain("just now").And.Contain("<button").And.Not.Contain("this one"));
            Assert.That(Regex.Count(page, "this one"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task My_devices_does_not_show_those_of_other_users()
    {
        using var ada = await SignedInAsync(Firefox, "Jena");
        await _shopper.SignInAsGraceAsync();

        Assert.That(await _shopper.OpenAsync("/Devices"), Does.Not.Contain("Jena").And.Contain("Unknown browser"));
    }

    [Test]
    public async Task A_device_that_stays_signed_in_is_seen_just_now_too()
    {
        using var laptop = await SignedInAsync(Firefox, "Bonn", staySignedIn: true);

        Assert.That(RowOf("Firefox on Linux, Bonn, Germany", await laptop.OpenAsync("/Devices")), Does.Contain("just now"));
    }

    [Test]
    public async Task A_device_that_has_signed_out_is_no_longer_listed()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Gera");
        using var laptop = await SignedInAsync(Firefox, "Gera");

        await phone.SendAsync("/Devices", "/SignOut");

        Assert.That(await laptop.OpenAsync("/Devices"), Does.Not.Contain("Safari on iPhone, Gera"));
    }

    [Test]
    public async Task Signing_out_one_device_leaves_the_others_signed_in()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Kiel");
        using var tablet = await SignedInAsync("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) OPR/5.5.0", "Kiel");
        using var laptop = await SignedInAsync(Firefox, "Kiel");
        var id = await IdOfAsync("Safari on iPhone, Kiel, Germany", laptop);

        var page = await laptop.SendAsync("/Devices", "/Devices?handler=SignOut", ("id", id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("That device is signed out.").And.Not.Contain("Safari on iPhone, Kiel").And.Contain("Opera on iPad, Kiel"));
            Assert.That(await phone.OpenAsync("/Devices"), Does.Contain("<h1>Sign in</h1>"));
            Assert.That(await tablet.OpenAsync("/Devices"), Does.Contain("<h1>My devices</h1>"));
        }
    }

    [Test]
    public async Task A_device_that_was_signed_out_is_not_signed_out_twice()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Celle");
        using var laptop = await SignedInAsync(Firefox, "Celle");
        var id = await IdOfAsync("Safari on iPhone, Celle, Germany", laptop);
        await laptop.SendAsync("/Devices", "/Devices?handler=SignOut", ("id", id));

        var page = await laptop.SendAsync("/Devices", "/Devices?handler=SignOut", ("id", id));

        Assert.That(page, Does.Contain("That device was no longer signed in."));
    }

    [Test]
    public async Task Another_user_cannot_sign_a_device_out_by_its_id()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Hof");
        using var laptop = await SignedInAsync(Firefox, "Hof");
        var id = await IdOfAsync("Safari on iPhone, Hof, Germany", laptop);
        await _shopper.SignInAsGraceAsync();

        var page = await _shopper.SendAsync("/Devices", "/Devices?handler=SignOut", ("id", id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("That device was no longer signed in."));
            Assert.That(await phone.OpenAsync("/Devices"), Does.Contain("Safari on iPhone, Hof, Germany"));
        }
    }

    [TestCase("")]
    [TestCase("no id of a session")]
    public async Task An_invalid_id_signs_nothing_out(string id)
    {
        await _shopper.SignInAsAdaAsync();
        var token = await _shopper.TokenOnAsync("/Devices");

        using var response = await _shopper.PostAsync("/Devices?handler=SignOut", ("id", id), ("__RequestVerificationToken", token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(id.Length == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.OK));
            Assert.That(await _shopper.OpenAsync("/Devices"), Does.Contain("this one"));
        }
    }

    [Test]
    public async Task Signing_out_all_others_leaves_this_one_and_other_users_signed_in()
    {
        using var phone = await SignedInAsync(SafariOnIPhone, "Mainz");
        using var laptop = await SignedInAsync(Firefox, "Mainz");
        await _shopper.SignInAsGraceAsync();

        var page = await laptop.SendAsync("/Devices", "/Devices?handler=SignOutOthers");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("You are signed out everywhere else.").And.Contain("Firefox on Linux, Mainz").And.Not.Contain("<button>Sign out"));
            Assert.That(await phone.OpenAsync("/Devices"), Does.Contain("<h1>Sign in</h1>"));
            Assert.That(await _shopper.OpenAsync("/Devices"), Does.Contain("<h1>My devices</h1>"));
        }
    }

    [Test]
    public async Task A_changed_password_signs_out_everywhere_else_and_only_the_new_one_signs_in()
    {
        const string newPassword = "a compiler of my own";
        using var phone = new Shopper(_storefront.Address);
        await phone.SignInAsGraceAsync();
        await _shopper.SignInAsGraceAsync();

        var page = await _shopper.SendAsync("/Password", "/Password", ("CurrentPassword", Shopper.PasswordOfGrace), ("NewPassword", newPassword));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Your password is changed, and you are signed out everywhere else.").And.Contain("this one"));
            Assert.That(await phone.OpenAsync("/Devices"), Does.Contain("<h1>Sign in</h1>"));
            Assert.That(ErrorsOf(await phone.SignInAsGraceAsync()), Is.EqualTo(new[] { "The name or the password is wrong." }));
            Assert.That(await phone.SignInAsync("Grace", newPassword), Does.Contain("Welcome, Grace"));
        }

        await phone.SendAsync("/Password", "/Password", ("CurrentPassword", newPassword), ("NewPassword", Shopper.PasswordOfGrace));
    }

    [TestCase("a wrong password", "a compiler of my own", "The current password is wrong.")]
    [TestCase("", "a compiler of my own", "Please enter your current password.")]
    [TestCase(Shopper.PasswordOfGrace, "short", "A password has 8 to 128 characters.")]
    [TestCase(Shopper.PasswordOfGrace, "", "Please enter a new password.")]
    public async Task A_password_that_is_not_changed_signs_nothing_out(string current, string next, string error)
    {
        using var phone = new Shopper(_storefront.Address);
        await phone.SignInAsGraceAsync();
        await _shopper.SignInAsGraceAsync();

        var page = await _shopper.SendAsync("/Password", "/Password", ("CurrentPassword", current), ("NewPassword", next));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ErrorsOf(page), Is.EqualTo(new[] { error }));
            Assert.That(await phone.OpenAsync("/Devices"), Does.Contain("<h1>My devices</h1>"));
        }
    }

    [TestCase("/Devices")]
    [TestCase("/Password")]
    public async Task A_page_for_users_asks_visitors_to_sign_in_and_then_opens(string path)
    {
        using var visitor = new Shopper(_storefront.Address, followsRedirects: false);
        using var challenge = await visitor.GetAsync(path);
        var signIn = challenge.Headers.Location!.PathAndQuery;
        var token = await visitor.TokenOnAsync(signIn);

        using var response = await visitor.PostAsync(signIn, ("Name", "Ada"), ("Password", Shopper.PasswordOfAda), ("__RequestVerificationToken", token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(signIn, Is.EqualTo($"/SignIn?ReturnUrl={Uri.EscapeDataString(path)}"));
            Assert.That((response.StatusCode, response.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, path)));
        }
    }

    [Test]
    public async Task The_name_of_a_place_is_only_text()
    {
        using var laptop = await SignedInAsync(Firefox, "%3Cb%3EK%C3%B6ln");
        using var response = await laptop.GetAsync("/Devices");

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("Firefox on Linux, &lt;b&gt;K&#xF6;ln, Germany"));
    }

    /// <summary>Signs Ada in on a device.</summary>
    private async Task<Shopper> SignedInAsync(string userAgent, string city, bool staySignedIn = false)
    {
        var shopper = new Shopper(_storefront.Address);
        shopper.Headers.Add("User-Agent", userAgent);
        shopper.Headers.Add("CloudFront-Viewer-City", city);
        shopper.Headers.Add("CloudFront-Viewer-Country-Name", "Germany");
        await shopper.SignInAsAdaAsync(staySignedIn);
        return shopper;
    }

    private static async Task<string> IdOfAsync(string device, Shopper shopper) => Id().Match(RowOf(device, await shopper.OpenAsync("/Devices"))).Groups["id"].Value;

    private static string RowOf(string device, string page) => page.Split("<li>").Single(row => row.Contains($"<strong>{device}</strong>")).Split("</li>")[0];

    [GeneratedRegex("""name="id" value="(?<id>[^"]+)""")]
    private static partial Regex Id();
}
