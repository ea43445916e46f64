using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>MVC's TempData is in the same single commit as everything else, whether an action or its view has set it.</summary>
[Category(TestEngine.Category)]
public sealed class TempDataTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/temp/page");
                app.UseRouting();
                app.UseDynamoSession();
                app.MapControllers();
                app.UseEndpoints(_ => { });
            },
            services: builder => builder.Services.AddControllersWithViews()
                .AddSessionStateTempDataProvider()
                .AddApplicationPart(typeof(TempDataController).Assembly));
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/temp/redirect", 302)]
    [TestCase("/temp/json", 200)]
    [TestCase("/temp/view", 200)]
    [TestCase("/temp/streamed-view", 200)]
    [TestCase("/temp/empty", 204)]
    public async Task A_message_for_the_next_page_is_in_the_one_commit(string path, int status)
    {
        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "UpdateItem" }));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "theme", "__ControllerTempData" }));
    }

    [Test]
    public async Task It_is_read_once()
    {
        await _browser.GetAsync("/temp/redirect");

        var answers = new[] { await _browser.GetAsync("/temp/read"), await _browser.GetAsync("/temp/read") };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { LeakWatch.Value("saved"), "nothing" }));
    }

    [Test]
    public async Task Reading_it_is_one_commit_that_touches_only_it()
    {
        await _browser.GetAsync("/temp/redirect");
        _app.TakeCalls();

        await _browser.GetAsync("/temp/read");

        var calls = _app.TakeCalls();
        Assert.That(calls.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "UpdateItem" }));
        Assert.That(calls[1].NamedUpdateExpression, Does.Contain("__ControllerTempData").And.Not.Contain("theme"));
    }

    [Test]
    public async Task A_page_without_any_costs_no_commit()
    {
        var answer = await _browser.GetAsync("/temp/read");

        Assert.That(answer.Text, Is.EqualTo("nothing"));
        Assert.That(_app.TakeCalls(), Is.Empty);
    }

    [Test]
    public async Task An_error_page_that_reads_it_uses_it_up()
    {
        await _browser.GetAsync("/temp/redirect");

        var answers = new[] { await _browser.GetAsync("/missing"), await _browser.GetAsync("/missing") };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { "page: " + LeakWatch.Value("saved"), "page: nothing" }));
    }
}

[Route("temp")]
public sealed class TempDataController : Controller
{
    [HttpGet("redirect")]
    public IActionResult SetThenRedirect()
    {
        SetMessage();
        return Redirect("/temp/read");
    }

    [HttpGet("json")]
    public IActionResult SetThenWrite()
    {
        SetMessage();
        return Json(new { done = true });
    }

    [HttpGet("empty")]
    public IActionResult SetThenNothing()
    {
        SetMessage();
        return NoContent();
    }

    [HttpGet("view")]
    public IActionResult SetInView() => new ViewThatSetsTempData(TempData, flushes: false);

    [HttpGet("streamed-view")]
    public IActionResult SetInStreamedView() => new ViewThatSetsTempData(TempData, flushes: true);

    [HttpGet("read")]
    public IActionResult Read() => Content((string?)TempData["message"] ?? "nothing");

    [HttpGet("page")]
    public IActionResult Page() => Content("page: " + ((string?)TempData["message"] ?? "nothing"));

    private void SetMessage()
    {
        TempData["message"] = LeakWatch.Value("saved");
        HttpContext.Session.Set("theme", LeakWatch.Value("dark"));
    }

    /// <summary>Does what a Razor view does that sets TempData while it is rendered.</summary>
    private sealed class ViewThatSetsTempData(ITempDataDictionary tempData, bool flushes) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            var response = context.HttpContext.Response;
            await using var writer = new StreamWriter(response.Body, leaveOpen: true);
            await writer.WriteAsync("<p>");
            tempData["message"] = LeakWatch.Value("saved");
            context.HttpContext.Session.Set("theme", LeakWatch.Value("dark"));
            if (flushes)
            {
                await writer.FlushAsync();
            }

            await writer.WriteAsync("</p>");
        }
    }
}
