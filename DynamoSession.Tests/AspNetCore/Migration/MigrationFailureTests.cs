using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A migration takes several calls to two tables. Whichever of them is the last that a process makes, its user stays signed in.</summary>
[TestFixture]
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MigrationFailureTests : MigrationFixture
{
    private static readonly TimeSpan IOTimeout = new DynamoSessionOptions().IOTimeout;

    private int _calls;

    [Test]
    public async Task A_process_that_dies_in_the_first_request_does_not_sign_the_user_out([Range(0, 4)] int step, [Values] bool answered)
    {
        using var before = OldBrowser();
        DieAt(step, answered);

        var answer = await App.RunAsync(session => session.Set("step", step), browser: before);

        await using var successor = await StartAppAsync();
        Assert.That(await successor.ReadAsync("user", Reach(successor, before)), Is.EqualTo("alice"), $"The first request was answered with {answer.Status}.");
        Assert.That(await successor.ReadAsync("user", Reach(successor, OldBrowser())), Is.EqualTo(answer.Status == 200 ? "" : "alice"));
    }

    [Test]
    public async Task A_process_that_dies_when_the_new_cookie_is_returned_does_not_sign_the_user_out([Range(0, 4)] int step, [Values] bool answered)
    {
        await UserAsync();
        DieAt(step, answered);

        await App.RunAsync(session => session.Set("step", step));

        await using var successor = await StartAppAsync();
        Assert.That(await successor.ReadAsync("user", Reach(successor, Browser)), Is.EqualTo("alice"));
        Assert.That(await HasLegacyRecordAsync(), Is.False, "Whatever the first process left is completed.");
    }

    [Test]
    public async Task A_process_that_dies_while_it_signs_out_leaves_a_session_or_none_and_nothing_that_comes_back([Range(0, 4)] int step, [Values] bool answered)
    {
        await UserAsync();
        DieAt(step, answered);

        var answer = await App.RunAsync(session => session.Destroy());

        await using var successor = await StartAppAsync();
        var user = await successor.ReadAsync("user", Reach(successor, Browser));
        Assert.That(user, answer.Status == 200 ? Is.Empty : Is.Empty.Or.EqualTo("alice"));
        await successor.RunAsync(session => session.Destroy(), browser: Reach(successor, Browser));
        Assert.That(await HasLegacyRecordAsync(), Is.False);
        Assert.That(await successor.ReadAsync("user", Reach(successor, OldBrowser())), Is.Empty);
    }

    [Test]
    public async Task A_renewal_that_dies_between_its_steps_leaves_the_session_under_the_new_cookie_or_the_derived_one([Range(0, 5)] int step, [Values] bool answered)
    {
        await UserAsync();
        var derived = Browser.SessionCookie!;
        DieAt(step, answered);

        var answer = await App.RunAsync(session => session.RenewId());

        await using var successor = await StartAppAsync();
        var user = await successor.ReadAsync("user", Reach(successor, Browser));

        // An answer that is lost after the old id has died is a renewal whose answer got lost: the next sign-in works at once.
        var isEnded = (await NewItemAsync())!.ContainsKey("dead");
        Assert.That(user, Is.EqualTo(answer.Status == 200 || !isEnded ? "alice" : ""));
        Assert.That(answer.Status == 200, Is.EqualTo(Browser.SessionCookie != derived));
    }

    [Test]
    public async Task A_legacy_table_that_fails_is_an_error_and_never_an_empty_session()
    {
        FailOld("GetItem");

        var failed = await App.AskAsync(session => session.Keys.Count());
        App.App.Wire.Answer = null;

        Assert.That((failed.Status, failed.SetCookies.Count, await UserAsync()), Is.EqualTo((503, 0, "alice")));
    }

    [Test]
    public async Task A_legacy_table_that_fails_later_does_not_fail_requests_and_is_retried()
    {
        await UserAsync();
        FailOld("DeleteItem");
        var meanwhile = await UserAsync();
        var wasKept = await HasLegacyRecordAsync();
        App.App.Wire.Answer = null;
        Clock.Advance(TimeSpan.FromSeconds(1));

        await UserAsync();

        Assert.That((meanwhile, wasKept, await HasLegacyRecordAsync()), Is.EqualTo(("alice", true, false)));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(log => log.Id.Id == 32), Is.EqualTo(1));
    }

    [Test]
    public async Task A_sign_out_fails_while_the_legacy_table_could_sign_the_user_in_again()
    {
        await UserAsync();
        FailOld("DeleteItem");

        var answer = await App.RunAsync(session => session.Destroy());

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
    }

    [Test]
    public async Task An_endpoint_whose_session_is_optional_runs_when_the_legacy_table_fails()
    {
        FailOld("GetItem");

        var answer = await App.AskAsync(session => session.IsAvailable, "optional");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "False")));
    }

    /// <summary>Lets that many calls through; the next one is the process's last, whether or not the table hears of it.</summary>
    private void DieAt(int step, bool answered)
    {
        _calls = 0;
        App.App.Wire.Before = (_, _) => ++_calls > step + (answered ? 1 : 0) ? throw Death() : Task.FromResult<HttpResponseMessage?>(null);
        App.App.Wire.After = (_, _) => _calls > step ? throw Death() : Task.CompletedTask;
    }

    /// <summary>A dead process retries nothing: every deadline is over at once.</summary>
    private HttpRequestException Death()
    {
        Clock.Advance(IOTimeout);
        return new("The process is dead.");
    }

    private void FailOld(string operation) => App.App.Wire.Answer = (called, sent) =>
        called == operation && ((string)sent["Key"]!["id"]!["S"]!).StartsWith("sess:", StringComparison.Ordinal)
            ? Wire.Error(System.Net.HttpStatusCode.BadRequest, "AccessDeniedException")
            : null;

    /// <summary>Returns the same browser's cookies at another process.</summary>
    private static Browser Reach(ScriptedApp app, Browser browser)
    {
        var same = app.App.NewBrowser();
        foreach (var (name, value) in browser.Cookies)
        {
            same.Cookies[name] = value;
        }

        return same;
    }
}
