using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A sign-out ends the session, whatever other requests of the same browser do with its id meanwhile.</summary>
[Category(TestEngine.Category)]
public sealed class SignOutTests : LifecycleFixture
{
    private static readonly string[] Policies = ["merge", "optimistic", "exclusive"];

    private protected override bool UsesRealTime => true;

    private protected override void Configure(DynamoSessionOptions options) => options.IOTimeout = TimeSpan.FromMinutes(1);

    [SetUp]
    public Task StartTheSessionAsync() => RunAsync(session =>
    {
        session.Set("cart", "3 items");
        session.UserId = "ada";
    });

    [TestCaseSource(nameof(Policies))]
    public async Task A_sign_out_whose_write_is_held_ends_what_was_renewed_meanwhile(string policy)
    {
        using var other = App.Twin();
        var held = HeldCall.Of(Wire, "UpdateItem");
        var signOut = RunAsync(SignOut, "merge");
        await held.Arrived;
        for (var renewals = 0; renewals < 3; renewals++)
        {
            var renewal = await RunAsync(session => session.RenewId(), policy, other);
            Assert.That(renewal.Status, Is.EqualTo(200));
        }

        held.Release();

        Assert.That((await signOut).Status, Is.EqualTo(200));
        Assert.That(await ReadAsync("cart", other), Is.Empty);
        Assert.That(await CountLiveItemsAsync(), Is.Zero);
    }

    [TestCaseSource(nameof(Policies))]
    public async Task A_sign_out_by_an_id_that_was_already_renewed_ends_the_session_and_expires_the_cookie(string policy)
    {
        using var other = App.Twin();
        await RunAsync(session => session.RenewId(), browser: other);
        await RunAsync(session => session.RenewId(), browser: other);

        var signOut = await RunAsync(SignOut, policy);

        Assert.That((signOut.Status, Browser.SessionCookie), Is.EqualTo((200, (string?)null)));
        Assert.That(await ReadAsync("cart", other), Is.Empty);
        Assert.That(await CountLiveItemsAsync(), Is.Zero);
    }

    [Test]
    public async Task Sign_outs_and_renewals_at_once_leave_no_session([Values("merge", "exclusive")] string policy)
    {
        for (var round = 0; round < 10; round++)
        {
            await RunAsync(session => session.UserId = "ada");
            var tabs = Enumerable.Range(0, 4).Select(_ => App.Twin()).ToArray();

            await Task.WhenAll([RunAsync(SignOut, policy), .. tabs.Select(tab => RunAsync(session => session.RenewId(), policy, tab))]);

            foreach (var tab in tabs)
            {
                Assert.That(await App.AskAsync(session => session.UserId, browser: tab), Has.Property(nameof(Answer.Text)).Empty);
                tab.Dispose();
            }
        }
    }

    [TestCaseSource(nameof(Policies))]
    public async Task A_sign_out_that_was_clicked_twice_may_leave_a_message_both_times(string policy)
    {
        using var second = App.Twin();
        await RunAsync(SignOutWithMessage, policy);

        var again = await RunAsync(SignOutWithMessage, policy, second);

        Assert.That(again.Status, Is.EqualTo(200));
        Assert.That((await ReadAsync("message", second), await ReadAsync("cart", second)), Is.EqualTo(("bye", "")));
    }

    [Test]
    public async Task A_late_write_with_an_id_that_was_signed_out_is_refused()
    {
        using var late = App.Twin();
        await RunAsync(SignOut);

        var answer = await RunAsync(session => session.Set("visits", 1), browser: late);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((409, 0)));
    }

    [TestCaseSource(nameof(Policies))]
    public async Task A_page_of_a_browser_that_lost_the_answer_to_its_sign_out_starts_anew(string policy)
    {
        using var lost = App.Twin();
        await RunAsync(SignOut, browser: lost);
        Browser.Navigates = true;

        var answer = await RunAsync(session => session.Set("visits", 1), policy);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await App.AskAsync(session => session.Get<int>("visits")), Has.Property(nameof(Answer.Text)).EqualTo("1"));
    }

    [TestCaseSource(nameof(Policies))]
    public async Task A_page_with_an_id_that_was_renewed_is_refused_as_late(string policy)
    {
        using var other = App.Twin();
        await RunAsync(session => session.RenewId(), browser: other);
        Browser.Navigates = true;

        var answer = await RunAsync(session => session.Set("visits", 1), policy);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((409, 0)));
    }

    [Test]
    public async Task A_page_expires_a_cookie_that_leads_nowhere_and_other_requests_leave_it([Values] bool navigates)
    {
        Browser.SessionCookie = new string('A', 43);
        Browser.Navigates = navigates;

        await ReadAsync("cart");

        Assert.That(Browser.SessionCookie, navigates ? Is.Null : Is.Not.Null);
    }

    [Test]
    public async Task Knowing_the_id_from_before_a_sign_in_does_not_allow_signing_the_user_out()
    {
        using var attacker = App.Twin();
        await RunAsync(session =>
        {
            session.RenewId();
            session.UserId = "grace";
        });

        await RunAsync(SignOut, browser: attacker);

        Assert.That(await App.AskAsync(session => session.UserId), Has.Property(nameof(Answer.Text)).EqualTo("grace"));
    }

    private static void SignOut(IDynamoSession session) => session.Destroy();

    private static void SignOutWithMessage(IDynamoSession session)
    {
        session.Destroy();
        session.Set("message", "bye");
    }
}
