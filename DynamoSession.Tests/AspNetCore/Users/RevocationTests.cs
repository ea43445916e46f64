using System.Net;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Users;

/// <summary>When the sessions of a user have been ended, none of them opens anything, whatever was in progress.</summary>
[Category(TestEngine.Category)]
public sealed class RevocationTests
{
    private static readonly string[] PasswordChanges = ["/password/sign-in-first", "/password/end-others-first", "/password/reset"];

    [Test]
    public async Task One_device_signs_the_other_out([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var laptop = await SignedInAsync(app);
        using var phone = await SignedInAsync(app);
        var id = (await phone.GetAsync("/id")).Text;

        var (stranger, own) = ((await laptop.PostAsync("/end?user=eve", id)).Text, (await laptop.PostAsync("/end?user=ada", id)).Text);

        Assert.That((stranger, own), Is.EqualTo(("false", "true")));
        Assert.That((await UserOfAsync(phone), await UserOfAsync(laptop)), Is.EqualTo(("nobody", "ada")));
    }

    [Test]
    public async Task All_other_devices_are_signed_out_and_this_one_is_not([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var laptop = await SignedInAsync(app);
        using var phone = await SignedInAsync(app);
        using var other = await SignedInAsync(app, "eve");

        var ended = (await laptop.PostAsync("/end-others?user=ada")).Text;

        Assert.That(ended, Is.EqualTo("1"));
        Assert.That((await UserOfAsync(laptop), await UserOfAsync(phone), await UserOfAsync(other)), Is.EqualTo(("ada", "nobody", "eve")));
    }

    [Test]
    public async Task A_change_of_the_password_signs_out_everywhere_else([ValueSource(nameof(PasswordChanges))] string change, [Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var laptop = await SignedInAsync(app);
        using var phone = await SignedInAsync(app);

        var answer = await laptop.PostAsync($"{change}?user=ada");
        var renewed = await laptop.PostAsync("/renew");

        Assert.That((answer.Status, renewed.Status), Is.EqualTo((200, 200)));
        Assert.That((await UserOfAsync(laptop), await UserOfAsync(phone)), Is.EqualTo(("ada", "nobody")));
    }

    [Test]
    public async Task A_user_who_signs_in_again_after_ending_all_sessions_is_bound_to_a_new_one([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var browser = await SignedInAsync(app);
        await browser.PostAsync("/set");

        await browser.PostAsync("/password/reset?user=ada");

        Assert.That(((await browser.GetAsync("/session")).Text, await UserOfAsync(browser)), Is.EqualTo(("ada", "ada")));
        Assert.That((await browser.PostAsync("/end-all?user=ada")).Text, Is.EqualTo("1"));
    }

    [Test]
    public async Task A_session_that_was_ended_meanwhile_does_not_go_on_by_signing_in_its_user_again([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var thief = await SignedInAsync(app);

        var answer = await thief.PostAsync("/sign-in/overtaken?user=ada");

        Assert.That((answer.Status, await UserOfAsync(thief)), Is.EqualTo((409, "nobody")));
        Assert.That((await thief.GetAsync("/devices?user=ada")).Text, Is.EqualTo("[]"));
    }

    [Test]
    public async Task A_spared_session_is_renewed_twice_in_one_request([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var browser = await SignedInAsync(app);

        var answer = await browser.PostAsync("/end-others-and-renew-twice?user=ada");

        Assert.That((answer.Status, await UserOfAsync(browser)), Is.EqualTo((200, "ada")));
    }

    [Test]
    public async Task A_new_visitor_who_resets_the_password_is_the_only_one_signed_in([Values("/password/sign-in-first", "/password/reset")] string change, [Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var thief = await SignedInAsync(app);
        using var visitor = app.NewBrowser();

        await visitor.PostAsync($"{change}?user=ada");

        Assert.That((await UserOfAsync(visitor), await UserOfAsync(thief)), Is.EqualTo(("ada", "nobody")));
    }

    [TestCase("/sign-in?user=ada", 0, 409)]
    [TestCase("/sign-in?user=ada", 1, 409)]
    [TestCase("/bind?user=ada", 0, 409)]
    [TestCase("/bind?user=ada", 1, 409)]
    [TestCase("/bind?user=eve,/bind?user=ada", 0, 409)]
    [TestCase("/bind?user=eve,/bind?user=ada", 1, 409)]
    [TestCase("/renew", 0, 409)]
    [TestCase("/renew", 1, 409)]
    [TestCase("/renew", 2, 200, Description = "It is given a new session, as after a sign-out.")]
    public async Task What_is_in_progress_opens_nothing(string request, int writesBefore, int status)
    {
        await using var app = await UserApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        if (request == "/renew")
        {
            await browser.PostAsync("/bind?user=ada");
        }

        if (request.Split(',') is [var first, var second])
        {
            await browser.PostAsync(first);
            request = second;
        }

        var before = browser.SessionCookie;
        var (arrived, released) = HoldWrite(app.Wire, writesBefore);
        var answering = browser.PostAsync(request);
        await arrived;

        // By another instance of the application, whose calls are not held.
        await using var other = await UserApp.StartAsync(tableName: app.TableName);
        await other.Services.GetRequiredService<ISessionDirectory>().DestroyByUserAsync("ada");
        released();
        var answer = await answering;

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.SetCookies.Where(cookie => !cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal)), status == 200 ? Is.Not.Empty : Is.Empty);
        foreach (var cookie in new[] { before, browser.SessionCookie })
        {
            using var reader = other.NewBrowser();
            reader.SessionCookie = cookie;
            Assert.That((await reader.GetAsync("/session")).Text, Is.Not.EqualTo("ada"));
        }

        Assert.That(await other.Services.GetRequiredService<ISessionDirectory>().ListByUserAsync("ada").CountAsync(), Is.Zero);
    }

    [TestCase(null, "ada")]
    [TestCase(0, "nobody")]
    [TestCase(10, "ada")]
    public async Task A_revocation_that_was_interrupted_is_completed_by_the_check(int? seconds, string user)
    {
        var clock = new ManualTimeProvider();
        await using var app = await UserApp.StartAsync(configure: options => options.RevocationCheck = seconds is { } number ? TimeSpan.FromSeconds(number) : null, clock: clock);
        using var browser = await SignedInAsync(app);
        await UserOfAsync(browser);
        app.Wire.Answer = (operation, _) => operation == "Query" ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null;
        var reads = 0;
        app.Wire.Before = (operation, _) =>
        {
            reads += operation == "GetItem" ? 1 : 0;
            return Task.FromResult<HttpResponseMessage?>(null);
        };

        // Interrupted after its first call.
        Assert.That(() => MarkRevokedAsync(app), Throws.TypeOf<SessionStoreException>());

        Assert.That((await UserOfAsync(browser), reads), Is.EqualTo((user, seconds == 0 ? 2 : 1)));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await UserOfAsync(browser), reads), Is.EqualTo((seconds is null ? "ada" : "nobody", seconds switch { null => 2, 0 => 4, _ => 3 })));
    }

    [Test]
    public async Task The_check_costs_nothing_for_visitors()
    {
        await using var app = await UserApp.StartAsync(configure: options => options.RevocationCheck = TimeSpan.Zero);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();

        await browser.GetAsync("/session");

        Assert.That(app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
    }

    [Test]
    public async Task The_check_fails_closed()
    {
        await using var app = await UserApp.StartAsync(configure: options => options.RevocationCheck = TimeSpan.Zero);
        using var browser = await SignedInAsync(app);
        var reads = 0;
        app.Wire.Answer = (operation, _) => operation == "GetItem" && ++reads > 1 ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null;

        Assert.That((await browser.GetAsync("/user")).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_description_is_shown_in_the_list_and_writes_nothing_when_it_is_set_again([Values] bool isInMemory)
    {
        await using var app = await UserApp.StartAsync(isInMemory);
        using var browser = await SignedInAsync(app);

        await browser.PostAsync("/describe?text=Firefox on Linux, Berlin");
        if (!isInMemory)
        {
            app.TakeCalls();
            await browser.PostAsync("/describe?text=Firefox on Linux, Berlin");
            Assert.That(app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        }

        Assert.That((await browser.GetAsync("/devices?user=ada")).Text, Is.EqualTo("[\"Firefox on Linux, Berlin\"]"));
        await browser.PostAsync("/describe?text=");
        Assert.That((await browser.GetAsync("/devices?user=ada")).Text, Is.EqualTo("[\"?\"]"));
    }

    [Test]
    public async Task A_description_alone_creates_no_session()
    {
        await using var app = await UserApp.StartAsync();
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/describe?text=Firefox");

        Assert.That((answer.Status, answer.SetCookies, app.TakeCalls()), Is.EqualTo((200, Array.Empty<string>(), Array.Empty<TableCall>())));
    }

    private static async Task<Browser> SignedInAsync(SessionApp app, string user = "ada")
    {
        var browser = app.NewBrowser();
        await browser.PostAsync($"/sign-in?user={user}");
        Assert.That(await UserOfAsync(browser), Is.EqualTo(user));
        return browser;
    }

    private static async Task<string> UserOfAsync(Browser browser) => (await browser.GetAsync("/user")).Text;

    private static Task<int> MarkRevokedAsync(SessionApp app)
    {
        // The session that was just bound would be ended even without the index.
        var updates = 0;
        var before = app.Wire.Answer!;
        app.Wire.Answer = (operation, body) => operation == "UpdateItem" && ++updates > 1 ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : before(operation, body);
        return app.Services.GetRequiredService<ISessionDirectory>().DestroyByUserAsync("ada");
    }

    /// <summary>Holds a write on its way to the table, after as many as given have passed.</summary>
    private static (Task Arrived, Action Release) HoldWrite(Wire wire, int writesBefore)
    {
        var (arrived, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writes = 0;
        wire.Before = async (operation, cancellationToken) =>
        {
            if (operation == "UpdateItem" && Interlocked.Increment(ref writes) == writesBefore + 1)
            {
                arrived.TrySetResult();
                await released.Task.WaitAsync(cancellationToken);
            }

            return null;
        };
        return (arrived.Task.WaitAsync(TimeSpan.FromSeconds(20)), released.SetResult);
    }
}
