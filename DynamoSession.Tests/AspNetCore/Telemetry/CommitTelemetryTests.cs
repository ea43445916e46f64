using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>What is measured of commits, touches, renewals and sign-outs.</summary>
public sealed class CommitTelemetryTests : TelemetryFixture
{
    private IEnumerable<string> Commits => Seen.OutcomesOf(DynamoSessionMetrics.CommitDuration);

    [Test]
    public async Task A_first_write_creates_a_session()
    {
        using var stranger = App.App.NewBrowser();

        await App.RunAsync(session => session.Set("theme", "light"), browser: stranger);

        Assert.That(Commits, Is.EqualTo(new[] { "created" }));
    }

    [Test]
    public async Task A_change_updates_it_and_its_fields_are_counted()
    {
        await App.RunAsync(session =>
        {
            session.Set("theme", "light");
            session.Set("language", "en");
        });

        Assert.That(Commits, Is.EqualTo(new[] { "updated" }));
        Assert.That(Seen.Of(DynamoSessionMetrics.ChangedFields).Select(measured => measured.Value), Is.EqualTo(new[] { 2d }));
        Assert.That(Seen.Of(DynamoSessionMetrics.ItemSize).Select(measured => measured["dynamosession.operation"]), Is.EqualTo(new[] { "load", "commit" }));
    }

    [Test]
    public async Task A_request_that_only_reads_measures_no_commit()
    {
        await ReadAsync();

        Assert.That(Commits, Is.Empty);
        Assert.That(Seen.Spans.Select(span => span.DisplayName), Is.EqualTo(new[] { DynamoSessionTracing.LoadSpan }));
    }

    [Test]
    public async Task A_renewal_is_measured_within_its_commit()
    {
        await App.RunAsync(session => session.RenewId());

        Assert.That(Commits, Is.EqualTo(new[] { "renewed" }));
        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.RenewalDuration), Is.EqualTo(new[] { "renewed" }));
    }

    [Test]
    public async Task A_sign_out_is_measured_within_its_commit()
    {
        await App.RunAsync(session => session.Destroy());

        Assert.That(Commits, Is.EqualTo(new[] { "destroyed" }));
        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.DestroyDuration), Is.EqualTo(new[] { "destroyed" }));
    }

    [Test]
    public async Task A_conflict_is_an_outcome_and_not_an_error()
    {
        var answer = await App.RequestAsync(
            async context =>
            {
                using var other = App.Twin();
                await App.RunAsync(session => session.Set("theme", "light"), browser: other);
                context.GetDynamoSession().Set("theme", "dark");
                return "done";
            },
            "optimistic");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(Commits, Is.EqualTo(new[] { "updated", "conflict" }));
        Assert.That(Seen.Spans[^1].Status, Is.EqualTo(System.Diagnostics.ActivityStatusCode.Unset));
    }

    [Test]
    public async Task An_update_that_starts_again_loads_again()
    {
        var isFirst = true;
        await App.RunAsync(async session => await session.UpdateAsync<int>("count", count =>
        {
            if (isFirst)
            {
                isFirst = false;
                using var other = App.Twin();
                App.RunAsync(others => others.Set("theme", "light"), browser: other).GetAwaiter().GetResult();
                Seen.Clear();
            }

            return count + 1;
        }));

        Assert.That(Commits, Is.EqualTo(new[] { "conflict", "updated" }));
        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.LoadDuration), Is.EqualTo(new[] { "found" }));
    }

    [Test]
    public async Task A_session_that_ends_meanwhile_is_gone()
    {
        await App.RequestAsync(async context =>
        {
            using var other = App.Twin();
            await App.RunAsync(session => session.Destroy(), browser: other);
            context.GetDynamoSession().Set("theme", "light");
            return "done";
        });

        Assert.That(Commits, Is.EqualTo(new[] { "destroyed", "gone" }));
    }

    [Test]
    public async Task A_denied_write_failed_for_certain()
    {
        Refuse("UpdateItem", "AccessDeniedException");

        var answer = await StoreAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Commits, Is.EqualTo(new[] { "failed: access_denied" }));
    }

    [Test]
    public async Task A_write_without_an_answer_is_in_doubt()
    {
        TableFailures.Inject(App.App.Wire, "hanging", "UpdateItem", Clock);

        var answer = await StoreAsync("light");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Commits, Is.EqualTo(new[] { "in_doubt: timeout" }));
    }

    [Test]
    public void A_write_that_the_deadline_has_ended_is_in_doubt_although_an_attempt_before_it_was_throttled()
    {
        var failure = new SessionStoreException("throttled, then no response") { IsThrottled = true, IsTimeout = true };

        Assert.That(CommitOutcomes.Of(new WriteResult(WriteState.InDoubt, Write: null), failure), Is.EqualTo("in_doubt"));
    }

    [Test]
    public async Task A_destroyed_session_whose_call_times_out_is_a_timeout()
    {
        TableFailures.Inject(App.App.Wire, "hanging", "UpdateItem", Clock);

        await App.RunAsync(session => session.Destroy());

        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.DestroyDuration), Is.EqualTo(new[] { "failed: timeout" }));
        Assert.That(Commits, Is.EqualTo(new[] { "failed: timeout" }));
    }

    [Test]
    public async Task A_write_whose_answer_was_lost_turns_out_to_be_applied()
    {
        var lost = 0;
        App.App.Wire.After = (operation, _) =>
            operation == "UpdateItem" && Interlocked.Exchange(ref lost, 1) == 0 ? throw new HttpRequestException("lost") : Task.CompletedTask;

        var answer = await StoreAsync("light");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Seen.Of(DynamoSessionMetrics.AlreadyApplied).Sum(measured => measured.Value), Is.EqualTo(1));
    }

    [Test]
    public async Task An_attempt_in_addition_to_those_of_the_SDK_is_counted_with_the_cause_of_the_one_before()
    {
        App.App.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" && App.App.Logs.Own.GetSnapshot().All(entry => entry.Id.Name != "WriteRetried")
                ? Wire.Error(System.Net.HttpStatusCode.InternalServerError, "InternalServerError")
                : null);

        var answer = await StoreAsync("light");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Seen.Of(DynamoSessionMetrics.WriteRetries).Select(measured => measured["error.type"]), Is.EqualTo(new[] { "server_error" }));
    }

    [Test]
    public async Task A_touch_is_measured_and_is_no_commit()
    {
        Clock.Advance(TimeSpan.FromMinutes(3));

        await ReadAsync();

        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.TouchDuration), Is.EqualTo(new[] { "extended" }));
        Assert.That(Commits, Is.Empty);
    }

    [Test]
    public async Task A_touch_that_fails_has_its_cause()
    {
        Clock.Advance(TimeSpan.FromMinutes(3));
        Refuse("UpdateItem", "AccessDeniedException");

        await ReadAsync();

        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.TouchDuration), Is.EqualTo(new[] { "failed: access_denied" }));
    }

    [Test]
    public async Task A_touch_that_is_shed_is_counted()
    {
        Clock.Advance(TimeSpan.FromMinutes(3));
        App.App.Services.GetRequiredService<TouchCircuit>().Throttled(SessionId.PublicIdOf(Browser.SessionCookie!));

        await ReadAsync();

        Assert.That(Seen.Of(DynamoSessionMetrics.TouchesShed).Sum(measured => measured.Value), Is.EqualTo(1));
        Assert.That(Seen.Of(DynamoSessionMetrics.TouchDuration), Is.Empty);
    }

    [Test]
    public async Task A_sign_in_is_counted_when_it_binds_the_session()
    {
        await App.RunAsync(session => session.UserId = "ada");
        await App.RunAsync(session => session.UserId = "ada");

        Assert.That(Seen.Of(DynamoSessionMetrics.SignIns).Sum(measured => measured.Value), Is.EqualTo(1));
    }

    [Test]
    public async Task A_revocation_is_counted_with_the_sessions_that_it_ends()
    {
        await App.RunAsync(session => session.UserId = "ada");
        var directory = App.App.Services.GetRequiredService<ISessionDirectory>();

        await directory.DestroyByUserAsync("ada");
        await directory.DestroyAsync(SessionId.PublicIdOf(Browser.SessionCookie!));

        Assert.That(
            Seen.Of(DynamoSessionMetrics.Revocations).Select(measured => (measured["dynamosession.scope"], measured.Value)),
            Is.EqualTo(new[] { ("user", 1d), ("session", 1d) }));
        Assert.That(
            Seen.Of(DynamoSessionMetrics.RevokedSessions).Select(measured => (measured["dynamosession.scope"], measured.Value)),
            Is.EqualTo(new[] { ("user", 1d) }));
    }
}
