using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>However and wherever users sign in: the id that was there before opens nothing afterwards, and the session is theirs.</summary>
[Category(TestEngine.Category)]
[TestFixture(true, false)]
[TestFixture(false, false)]
[TestFixture(true, true)]
[TestFixture(false, true)]
public sealed class SignInMatrixTests(bool isAuthenticationFirst, bool storesTickets)
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SignInApp.StartAsync(isAuthenticationFirst, services: services =>
    {
        if (storesTickets)
        {
            services.AddDynamoSession().StoreSignInTickets();
        }
    });

    [OneTimeTearDown]
    public Task StopAsync() => _app.DisposeAsync().AsTask();

    [SetUp]
    public void OpenBrowser() => _browser = _app.NewBrowser();

    [TearDown]
    public void CloseBrowser() => _browser.Dispose();

    [Test]
    public async Task A_sign_in_gives_the_session_a_new_id_and_its_user(
        [Values(
            "/in/endpoint", "/in/result", "/in/filter", "/in/mvc", "/in/mvc-filter", "/in/page", "/in/handler", "/in/middleware", "/in/front", "/in/front-only", "/in/optional",
            "/in/none", "/in/exclusive", "provider")]
        string style,
        [Values("new", "anonymous with a cart", "planted", "somebody else's")] string visitor)
    {
        var (before, keepsCart) = await VisitAsync(visitor);

        var answer = style == "provider" ? await SignInApp.SignInAtProviderAsync(_browser, "ada") : await _browser.PostAsync($"{style}?user=ada");

        Assert.That(answer.Status, Is.AnyOf(200, 302), answer.Text);
        Assert.That(_browser.Cookies, Contains.Key(SignInApp.AuthenticationCookie));
        Assert.That(_browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(before));
        Assert.That((await _browser.GetAsync("/state")).Text, Is.EqualTo($"ada ada {(keepsCart ? "3 items" : "none")}"));
        if (before is not null)
        {
            using var attacker = _app.NewBrowser();
            attacker.SessionCookie = before;
            Assert.That((await attacker.GetAsync("/state")).Text, Is.EqualTo("nobody nobody none"));
            Assert.That((await _app.ItemAsync(before))!["dead"].S, Is.EqualTo(visitor == "somebody else's" ? "out" : "renewed"));
        }
    }

    [Test]
    public async Task Another_user_of_the_same_browser_does_not_see_what_was_in_the_session(
        [Values("/out/endpoint", "/out/result", "/out/mvc", "/out/page", "/out/middleware", "/out/front", "/out/front-only", "/out/optional", "/out/none", "/state?reject=1")] string style)
    {
        await _browser.PostAsync("/in/endpoint?user=ada");
        await _browser.PostAsync("/set?user=ada");
        var before = _browser.SessionCookie;

        var answer = style.StartsWith("/out", StringComparison.Ordinal) ? await _browser.PostAsync(style) : await _browser.GetAsync(style);
        var signedOut = await _browser.GetAsync("/state");
        await _browser.PostAsync("/in/endpoint?user=eve");

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(signedOut.Text, Is.EqualTo("nobody nobody none"));
        Assert.That((await _browser.GetAsync("/state")).Text, Is.EqualTo("eve eve none"));
        Assert.That((await _app.ItemAsync(before))!["dead"].S, Is.EqualTo("out"));
    }

    [Test]
    public async Task A_request_that_is_signed_out_on_its_way_may_start_a_new_session()
    {
        await _browser.PostAsync("/in/endpoint?user=ada");

        var answer = await _browser.PostAsync("/set?reject=1");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await _browser.GetAsync("/state")).Text, Is.EqualTo("nobody nobody 3 items"));
    }

    [Test]
    public async Task Where_the_session_is_read_only_the_sign_in_fails_before_it_sends_a_cookie()
    {
        await _browser.PostAsync("/set");
        var before = _browser.SessionCookie;

        var answer = await _browser.PostAsync("/in/read-only?user=ada");

        Assert.That((answer.Status, answer.SetCookies.Count, _browser.SessionCookie), Is.EqualTo((500, 0, before)));
    }

    /// <returns>The session cookie before the sign-in, and whether its fields are the user's.</returns>
    private async Task<(string? Cookie, bool KeepsCart)> VisitAsync(string visitor)
    {
        switch (visitor)
        {
            case "new":
                return (null, false);
            case "planted":
                using (var attacker = _app.NewBrowser())
                {
                    await attacker.PostAsync("/set");
                    _browser.SessionCookie = attacker.SessionCookie;
                }

                return (_browser.SessionCookie, true);
            default:
                await _browser.PostAsync(visitor == "somebody else's" ? "/set?user=eve" : "/set");
                return (_browser.SessionCookie, visitor != "somebody else's");
        }
    }
}
