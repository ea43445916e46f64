using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.ExpressSideBySide;

/// <summary>One browser in the shop of the example, at one address, while routes move from Express to ASP.NET Core.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class ExpressSideBySideTests
{
    private const string ByExpress = "This page comes from Express.";
    private const string ByUs = "This page comes from ASP.NET Core.";

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private Dictionary<string, string> _settings = null!;
    private NodeProcess? _express;

    [SetUp]
    public async Task StartExpressAsync()
    {
        _cookies.Clear();
        _settings = await ShopSettings.NewAsync();
        _express = await ShopProcess.StartExpressAsync(_settings);
    }

    [TearDown]
    public async Task StopExpressAsync()
    {
        if (_express is not null)
        {
            await _express.DisposeAsync();
            _express = null;
        }
    }

    [Test]
    public async Task Routes_move_one_after_another_and_the_user_stays_signed_in_with_the_cart()
    {
        await AtShopAsync("", async browser =>
        {
            await SubmitAsync(browser, "/account/sign-in", ("user", "Ada"));
            await SubmitAsync(browser, "/cart", ("product", "tea"));
            await ExpectAsync(browser, "/cart", ByExpress, "Hello, Ada.", "1 × tea");
        });
        var cookie = _cookies["connect.sid"];

        await AtShopAsync("cart", async browser =>
        {
            await ExpectAsync(browser, "/cart", ByUs, "Hello, Ada.", "1 × tea");
            await SubmitAsync(browser, "/cart", ("product", "tea"));
            await SubmitAsync(browser, "/cart", ("product", "cake"));
            await ExpectAsync(browser, "/cart", ByUs, "2 × tea", "1 × cake");
            await ExpectAsync(browser, "/account", ByExpress, "Hello, Ada.");
        });
        Assert.That(_cookies["connect.sid"], Is.EqualTo(cookie));

        await AtShopAsync("account", browser => ExpectAsync(browser, "/cart", ByExpress, "Hello, Ada.", "2 × tea", "1 × cake"));
        await AtShopAsync("cart, account", async browser =>
        {
            await SubmitAsync(browser, "/account/sign-in", ("user", "<Grace>"));
            await ExpectAsync(browser, "/", ByExpress, "Hello, &#60;Grace&#62;.");
            await ExpectAsync(browser, "/cart", ByUs, "Hello, &lt;Grace&gt;.", "2 × tea");
        });
        Assert.That(_cookies["connect.sid"], Is.Not.EqualTo(cookie), "A sign-in gets a new id.");
    }

    [TestCase("")]
    [TestCase("account")]
    public async Task A_sign_out_on_one_side_is_one_on_the_other(string moved)
    {
        await AtShopAsync(moved, async browser =>
        {
            await SubmitAsync(browser, "/account/sign-in", ("user", "Ada"));
            var stolen = new Dictionary<string, string>(_cookies);
            await SubmitAsync(browser, "/account/sign-out");
            foreach (var (name, value) in stolen)
            {
                _cookies[name] = value;
            }
        });

        await AtShopAsync("cart", async browser =>
        {
            await ExpectAsync(browser, "/cart", ByUs, "You are not signed in.");
            await ExpectAsync(browser, "/", ByExpress, "You are not signed in.");
        });
    }

    [Test]
    public async Task A_request_that_goes_to_Express_costs_no_call_here()
    {
        await using var engine = await CountingProxy.StartAsync();
        await AtShopAsync("cart", async browser =>
        {
            await SubmitAsync(browser, "/account/sign-in", ("user", "Ada"));
            await ExpectAsync(browser, "/", ByExpress, "Hello, Ada.");
            Assert.That(engine.TakeOperations(), Is.Empty);

            await ExpectAsync(browser, "/cart", ByUs, "Hello, Ada.");
            Assert.That(engine.TakeOperations(), Does.Contain("GetItem").And.All.AnyOf("GetItem", "UpdateItem"));
        }, engine.Address);
    }

    [Test]
    public async Task When_Express_is_gone_the_session_moves_with_its_next_request()
    {
        await AtShopAsync("", async browser =>
        {
            await SubmitAsync(browser, "/account/sign-in", ("user", "Ada"));
            await SubmitAsync(browser, "/cart", ("product", "tea"));
        });
        await StopExpressAsync();

        await using var app = await ShopProcess.StartAsync(_settings, express: null);
        using var browser = new Browser(app.Address, cookies: _cookies);

        await ExpectAsync(browser, "/", ByUs, "Hello, Ada.");
        await ExpectAsync(browser, "/cart", ByUs, "Hello, Ada.", "1 × tea");
        Assert.That(_cookies.Keys, Is.EqualTo(new[] { "sid" }), app.Output);
    }

    [Test]
    public void A_route_that_is_not_there_to_move_is_an_error_that_names_those_that_are()
    {
        var exception = Assert.ThrowsAsync<InvalidOperationException>(() => ShopProcess.StartAsync(_settings, _express!.Address, "basket"));

        Assert.That(exception!.Message, Does.Contain("There is no route 'basket' to move, only home, cart, account."));
    }

    private static async Task SubmitAsync(Browser browser, string path, params (string Name, string Value)[] fields)
    {
        var answer = await browser.PostFormAsync(path, fields);
        Assert.That(answer.Status, Is.EqualTo(302), $"{path}: {answer.Text}");
    }

    private static async Task ExpectAsync(Browser browser, string path, params string[] texts)
    {
        var answer = await browser.GetAsync(path);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        foreach (var text in texts)
        {
            Assert.That(answer.Text, Does.Contain(text), path);
        }
    }

    /// <summary>Visits the shop with the routes that have moved; the next visit has the same cookies.</summary>
    private async Task AtShopAsync(string moved, Func<Browser, Task> visit, Uri? engine = null)
    {
        var settings = engine is null ? _settings : new(_settings) { ["AWS_ENDPOINT_URL_DYNAMODB"] = engine.ToString() };
        await using RunningProgram app = await ShopProcess.StartAsync(settings, _express!.Address, moved);
        using var browser = new Browser(app.Address, cookies: _cookies);
        await visit(browser);
    }
}
