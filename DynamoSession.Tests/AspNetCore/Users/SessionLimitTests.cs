using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Users;

/// <summary>How many sessions a user may have is decided at sign-in.</summary>
[Category(TestEngine.Category)]
public sealed class SessionLimitTests
{
    [Test]
    public async Task The_oldest_session_ends_when_the_user_has_too_many([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory, options => options.MaxSessionsPerUser = 2);
        using var first = await SignedInAsync(app);
        using var second = await SignedInAsync(app);
        using var third = await SignedInAsync(app);
        using var other = await SignedInAsync(app, "eve");

        Assert.That(
            (await UserOfAsync(first), await UserOfAsync(second), await UserOfAsync(third), await UserOfAsync(other)),
            Is.EqualTo(("nobody", "ada", "ada", "eve")));
    }

    [Test]
    public async Task A_sign_in_that_is_refused_can_be_explained_and_changes_nothing([Values] bool isInMemory)
    {
        await using var app = await RefusingAsync(isInMemory);
        using var first = await SignedInAsync(app);
        using var second = app.NewBrowser();
        await second.PostAsync("/set");
        var cookie = second.SessionCookie;

        var answer = await second.PostAsync("/sign-in/or-say-why?user=ada");

        Assert.That((answer.Status, answer.Text, answer.SetCookies), Is.EqualTo((200, "too many devices", Array.Empty<string>())));
        Assert.That((await UserOfAsync(second), (await second.GetAsync("/session")).Text, second.SessionCookie), Is.EqualTo(("nobody", "nobody", cookie)));
        Assert.That(await UserOfAsync(first), Is.EqualTo("ada"));
    }

    [Test]
    public async Task A_sign_in_that_is_refused_and_not_handled_is_a_409_without_cookies([Values] bool isInMemory)
    {
        await using var app = await RefusingAsync(isInMemory);
        using var first = await SignedInAsync(app);
        using var second = app.NewBrowser();

        var answer = await second.PostAsync("/sign-in?user=ada");

        Assert.That((answer.Status, answer.SetCookies), Is.EqualTo((409, Array.Empty<string>())));
    }

    [Test]
    public async Task A_user_who_signs_in_again_in_the_same_browser_is_not_refused([Values] bool isInMemory)
    {
        await using var app = await RefusingAsync(isInMemory);
        using var browser = await SignedInAsync(app);

        Assert.That((await browser.PostAsync("/sign-in/or-say-why?user=ada")).Text, Is.EqualTo("welcome"));
        Assert.That(await UserOfAsync(browser), Is.EqualTo("ada"));
    }

    [Test]
    public async Task A_session_that_is_replaced_in_the_same_request_does_not_count([Values] bool isInMemory)
    {
        await using var app = await RefusingAsync(isInMemory);
        using var browser = await SignedInAsync(app);

        Assert.That((await browser.PostAsync("/sign-in/anew?user=ada")).Status, Is.EqualTo(200));
        Assert.That((await UserOfAsync(browser), (await browser.GetAsync("/devices?user=ada")).Text), Is.EqualTo(("ada", "[\"?\"]")));
    }

    [Test]
    public async Task There_is_room_again_after_a_sign_out_elsewhere([Values] bool isInMemory)
    {
        await using var app = await RefusingAsync(isInMemory);
        using var first = await SignedInAsync(app);
        using var second = app.NewBrowser();
        Assert.That((await second.PostAsync("/sign-in/or-say-why?user=ada")).Text, Is.EqualTo("too many devices"));

        await first.PostAsync("/end-all?user=ada");

        Assert.That((await second.PostAsync("/sign-in/or-say-why?user=ada")).Text, Is.EqualTo("welcome"));
    }

    private static Task<SessionApp> RefusingAsync(bool isInMemory) =>
        UserApp.StartAsync(isInMemory, options => (options.MaxSessionsPerUser, options.MaxSessionsAction) = (1, SessionLimitAction.Refuse));

    private static async Task<Browser> SignedInAsync(SessionApp app, string user = "ada")
    {
        var browser = app.NewBrowser();
        Assert.That((await browser.PostAsync($"/sign-in?user={user}")).Status, Is.EqualTo(200));
        return browser;
    }

    private static async Task<string> UserOfAsync(Browser browser) => (await browser.GetAsync("/user")).Text;
}
