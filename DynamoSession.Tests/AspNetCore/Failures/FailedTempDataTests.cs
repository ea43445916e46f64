using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>What a failed request put into TempData is not on the error page, nor on the page after it.</summary>
[Category(TestEngine.Category)]
[TestFixture("handler in front")]
[TestFixture("handler behind")]
[TestFixture("status pages")]
public sealed class FailedTempDataTests(string errorPages)
{
    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                if (errorPages == "handler in front")
                {
                    app.UseExceptionHandler("/failing/page");
                }

                if (errorPages != "handler behind")
                {
                    app.UseStatusCodePagesWithReExecute("/failing/page");
                }

                app.UseRouting();
                app.UseDynamoSession();
                if (errorPages == "handler behind")
                {
                    app.UseExceptionHandler("/failing/page");
                    app.UseStatusCodePagesWithReExecute("/failing/page");
                    app.UseRouting();
                }

                app.MapControllers();
                app.UseEndpoints(_ => { });
            },
            services: builder => builder.Services.AddControllersWithViews()
                .AddSessionStateTempDataProvider()
                .AddApplicationPart(typeof(FailingController).Assembly),
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/failing/visit");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/failing/throw")]
    [TestCase("/failing/throw-in-result")]
    public async Task A_message_of_an_action_that_threw_is_gone(string path)
    {
        var answer = await _browser.GetAsync(path);

        // Status code pages don't handle exceptions.
        Assert.That((answer.Status, answer.Text), Is.EqualTo((500, errorPages == "status pages" ? "" : "page: nothing")));
        await AssertNothingIsLeftAsync();
    }

    [TestCase("/failing/cart")]
    [TestCase("/failing/view")]
    public async Task A_message_of_an_action_whose_commit_failed_is_gone(string path)
    {
        TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);

        var answer = await _browser.GetAsync(path);
        _app.Wire.Before = null;

        Assert.That((answer.Status, answer.Text), Is.EqualTo((503, errorPages == "handler behind" ? "" : "page: nothing")));
        await AssertNothingIsLeftAsync();
    }

    [Test]
    public async Task A_message_of_an_action_that_succeeded_is_there()
    {
        var answer = await _browser.GetAsync("/failing/not-found");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((404, "page: " + LeakWatch.Value("in your cart"))));
    }

    [Test]
    public async Task A_message_from_before_is_shown_by_the_error_page_once()
    {
        await _browser.GetAsync("/failing/cart");

        var answer = await _browser.GetAsync("/failing/missing");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((404, "page: " + LeakWatch.Value("in your cart"))));
        await AssertNothingIsLeftAsync();
    }

    private async Task AssertNothingIsLeftAsync() =>
        Assert.That((await _browser.GetAsync("/failing/page")).Text, Is.EqualTo("page: nothing"));
}

[Route("failing")]
public sealed class FailingController : Controller
{
    [HttpGet("visit")]
    public void Visit() => HttpContext.Session.Set("visits", 1);

    [HttpGet("throw")]
    public IActionResult Throw()
    {
        SetMessage();
        throw new InvalidOperationException("a mistake");
    }

    [HttpGet("throw-in-result")]
    public IActionResult ThrowInResult()
    {
        SetMessage();
        return new ThrowingResult();
    }

    [HttpGet("cart")]
    public IActionResult Cart()
    {
        SetMessage();
        return Redirect("/failing/page");
    }

    [HttpGet("view")]
    public IActionResult Text()
    {
        SetMessage();
        return Content("in your cart");
    }

    [HttpGet("not-found")]
    public IActionResult Missing()
    {
        SetMessage();
        return NotFound();
    }

    [HttpGet("page")]
    public IActionResult Page() => Content("page: " + ((string?)TempData["message"] ?? "nothing"));

    private void SetMessage() => TempData["message"] = LeakWatch.Value("in your cart");

    private sealed class ThrowingResult : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => throw new InvalidOperationException("a mistake");
    }
}
