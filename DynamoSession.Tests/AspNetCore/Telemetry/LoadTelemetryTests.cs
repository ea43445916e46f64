using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support.Leaks;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>What is measured of a load.</summary>
public sealed class LoadTelemetryTests : TelemetryFixture
{
    private IEnumerable<string> Loads => Seen.OutcomesOf(DynamoSessionMetrics.LoadDuration);

    private IEnumerable<string?> RejectedIds =>
        Seen.Of(DynamoSessionMetrics.RejectedIds).SelectMany(measured => Enumerable.Repeat(measured["dynamosession.reason"], (int)measured.Value));

    [Test]
    public async Task A_live_session_is_found()
    {
        await ReadAsync();

        Assert.That(Loads, Is.EqualTo(new[] { "found" }));
        Assert.That(RejectedIds, Is.Empty);
    }

    [Test]
    public async Task A_measurement_names_the_system_and_the_table()
    {
        await ReadAsync();

        var measured = Seen.Of(DynamoSessionMetrics.LoadDuration).Single();
        Assert.That((measured["db.system.name"], measured["db.collection.name"]), Is.EqualTo(("aws.dynamodb", App.App.TableName)));
    }

    [Test]
    public async Task The_duration_is_that_of_the_call_in_seconds()
    {
        App.App.Wire.After = (_, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(0.25));
            return Task.CompletedTask;
        };

        await ReadAsync();

        Assert.That(Seen.Of(DynamoSessionMetrics.LoadDuration).Single().Value, Is.EqualTo(0.25));
    }

    [Test]
    public async Task An_id_that_does_not_exist_is_missing_and_unknown()
    {
        Browser.SessionCookie = NewSecret();

        await ReadAsync();

        Assert.That(Loads, Is.EqualTo(new[] { "missing" }));
        Assert.That(RejectedIds, Is.EqualTo(new[] { "unknown" }));
    }

    [Test]
    public async Task An_expired_session_is_expired()
    {
        Clock.Advance(TimeSpan.FromHours(1));

        await ReadAsync();

        Assert.That(Loads, Is.EqualTo(new[] { "expired" }));
        Assert.That(RejectedIds, Is.EqualTo(new[] { "expired" }));
    }

    [Test]
    public async Task A_session_that_was_signed_out_has_ended()
    {
        var cookie = Browser.SessionCookie;
        await App.RunAsync(session => session.Destroy());
        Browser.SessionCookie = cookie;
        Seen.Clear();

        await ReadAsync();

        Assert.That(Loads, Is.EqualTo(new[] { "ended" }));
        Assert.That(RejectedIds, Is.EqualTo(new[] { "signed_out" }));
    }

    [Test]
    public async Task A_session_that_continues_under_another_id_has_ended()
    {
        var cookie = Browser.SessionCookie;
        await App.RunAsync(session => session.RenewId());
        Browser.SessionCookie = cookie;
        Seen.Clear();

        await ReadAsync();

        Assert.That(Loads, Is.EqualTo(new[] { "ended" }));
        Assert.That(RejectedIds, Is.EqualTo(new[] { "renewed" }));
    }

    [Test]
    public async Task Malformed_ids_are_counted_without_a_call_a_duration_or_a_span()
    {
        Browser.Cookies["a"] = "1; __Host-sid=short; __Host-sid=";
        Browser.SessionCookie = new string('-', 44);
        App.App.TakeCalls();

        await ReadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(RejectedIds, Is.EqualTo(new[] { "malformed", "malformed" }));
            Assert.That(Seen.All, Has.Count.EqualTo(1));
            Assert.That(Seen.Spans, Is.Empty);
            Assert.That(App.App.TakeCalls(), Is.Empty);
        });
    }

    [Test]
    public async Task A_request_without_a_cookie_measures_nothing()
    {
        using var stranger = App.App.NewBrowser();

        await App.AskAsync(session => session.Get<string>("theme") ?? "none", browser: stranger);

        Assert.That(Seen.All, Is.Empty);
        Assert.That(Seen.Spans, Is.Empty);
    }

    [Test]
    public async Task A_stale_read_is_counted_when_it_is_repeated()
    {
        Browser.SessionCookie = NewSecret();

        await ReadAsync("eventual");

        Assert.That(Seen.Of(DynamoSessionMetrics.StrongRereads).Sum(measured => measured.Value), Is.EqualTo(1));
        Assert.That(Loads, Is.EqualTo(new[] { "missing" }));
    }

    [TestCase("AccessDeniedException", "access_denied")]
    [TestCase("ResourceNotFoundException", "table_missing")]
    [TestCase("ExpiredTokenException", "credentials_rejected")]
    [TestCase("ValidationException", "invalid_request")]
    [TestCase("SomethingElseException", "rejected")]
    public async Task A_rejected_call_is_a_failure_with_its_cause(string type, string cause)
    {
        Refuse("GetItem", type);

        var answer = await ReadAsync();

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Loads, Is.EqualTo(new[] { $"failed: {cause}" }));
    }

    [TestCase("throttled", "throttled")]
    [TestCase("503", "server_error")]
    [TestCase("refused", "unreachable")]
    public async Task A_call_that_fails_however_often_the_SDK_repeats_it_is_a_failure_with_its_cause(string failure, string cause)
    {
        TableFailures.Inject(App.App.Wire, failure, "GetItem");

        var answer = await ReadAsync();

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Loads, Is.EqualTo(new[] { $"failed: {cause}" }));
    }

    [Test]
    public async Task A_call_without_an_answer_is_a_timeout()
    {
        TableFailures.Inject(App.App.Wire, "hanging", "GetItem", Clock);

        var answer = await ReadAsync();

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(Loads, Is.EqualTo(new[] { "failed: timeout" }));
    }

    [Test]
    public async Task An_exclusive_request_waits_for_its_lease()
    {
        await ReadAsync("exclusive");

        Assert.That(Seen.OutcomesOf(DynamoSessionMetrics.LeaseWaitDuration), Is.EqualTo(new[] { "acquired" }));
        Assert.That(Loads, Is.EqualTo(new[] { "found" }));
    }

    [Test]
    public async Task The_size_of_the_item_is_measured()
    {
        await App.RunAsync(session => session.Set("large", new string('x', 5_000)));
        Seen.Clear();

        await ReadAsync();

        var size = Seen.Of(DynamoSessionMetrics.ItemSize).Single();
        Assert.That(size["dynamosession.operation"], Is.EqualTo("load"));
        Assert.That(size.Value, Is.InRange(5_050, 5_350));
    }

    private static string NewSecret()
    {
        var secret = SessionId.NewSecret();
        LeakWatch.Protect(secret);
        return secret;
    }
}
