using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What a commit does, decided from plain values.</summary>
public sealed class CommitPlanTests
{
    private static readonly CommitTerms Gate = new(CommitMoment.BeforeResponse, MayStoreCookie: true);
    private static readonly CommitTerms Explicit = new(CommitMoment.Explicit, MayStoreCookie: true);
    private static readonly SessionChanges Theme = Sample.Changes(("theme", SessionChange.Set(Sample.Text("dark"))));

    private readonly DynamoSessionOptions _options = new();
    private ManualTimeProvider _clock = null!;
    private CommitPlanner _planner = null!;

    [SetUp]
    public void Start()
    {
        _clock = new ManualTimeProvider();
        var options = Options.Create(_options);
        var expiry = new SessionExpiry(options, _clock);
        _planner = new CommitPlanner(new SessionWrites(expiry, new CookieLifetime(options, _clock), options), expiry);
    }

    [Test]
    public void Without_a_session_and_without_marks_nothing_is_done()
    {
        var plan = _planner.Plan(New(), Gate);

        Assert.That((plan.Writes, plan.TouchUntil, plan.Refusal, plan.LacksConsent), Is.EqualTo((false, (DateTimeOffset?)null, (SessionGoneException?)null, false)));
    }

    [Test]
    public void Changes_of_a_new_session_start_it()
    {
        var plan = _planner.Plan(New() with { Changes = Theme, UserId = "ada" }, Gate);

        var creation = ((CreateWrite)plan.Write!).Creation;
        Assert.That((creation.Id, creation.UserId, creation.Version), Is.EqualTo(("id", "ada", 1L)));
        Assert.That(creation.Fields.Keys, Is.EqualTo(new[] { "theme" }));
        Assert.That((creation.ExpiresAt, creation.AbsoluteExpiresAt), Is.EqualTo((In(20), (DateTimeOffset?)In(24 * 60))));
    }

    [Test]
    public void A_user_alone_starts_a_session_and_a_lifetime_alone_does_not()
    {
        Assert.That(_planner.Plan(New() with { UserId = "ada" }, Gate).Write, Is.InstanceOf<CreateWrite>());
        Assert.That(_planner.Plan(New() with { IdleTimeout = TimeSpan.FromHours(1) }, Gate).Writes, Is.False);
    }

    [Test]
    public void Without_consent_no_session_starts_and_what_is_to_end_ends()
    {
        var plan = _planner.Plan(New() with { Changes = Theme, SessionsToDestroy = [Ended] }, Gate with { MayStoreCookie = false });

        Assert.That((plan.Write, plan.LacksConsent), Is.EqualTo(((SessionWrite?)null, true)));
        Assert.That(plan.SessionsToDestroy, Is.EqualTo(new[] { Ended }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_late_request_is_refused_and_writes_nothing_unless_it_asks_for_a_new_id(bool renews)
    {
        var plan = _planner.Plan(New() with { Changes = Theme, JustEnded = true, RenewsId = renews, SessionsToDestroy = [Ended] }, Gate);

        Assert.That((plan.Refusal is null, plan.Writes), Is.EqualTo((renews, renews)));
    }

    [Test]
    public void A_late_request_may_start_a_new_session_once_it_has_destroyed_its_own()
    {
        var plan = _planner.Plan(New() with { Changes = Theme, JustEnded = true, WasDestroyed = true, SessionsToDestroy = [Ended] }, Gate);

        Assert.That((plan.Write is CreateWrite, plan.Refusal), Is.EqualTo((true, (SessionGoneException?)null)));
        Assert.That(plan.SessionsToDestroy, Is.EqualTo(new[] { Ended }));
    }

    [TestCase(true, true, false, false, true)]
    [TestCase(true, false, false, false, false)]
    [TestCase(false, true, false, false, false)]
    [TestCase(true, true, true, false, false)]
    [TestCase(true, true, true, true, true)]
    public void A_first_write_that_was_taken_back_starts_a_session_for_a_stream_unless_the_request_may_be_late(
        bool isStreaming, bool wasWrittenTo, bool justEnded, bool renews, bool starts)
    {
        var plan = _planner.Plan(New() with { WasWrittenTo = wasWrittenTo, JustEnded = justEnded, RenewsId = renews }, Gate with { IsStreaming = isStreaming });

        Assert.That((plan.Write is CreateWrite, plan.Refusal), Is.EqualTo((starts, (SessionGoneException?)null)));
    }

    [Test]
    public void A_stored_session_is_not_written_for_a_stream_without_changes() =>
        Assert.That(_planner.Plan(Stored() with { WasWrittenTo = true }, Gate with { IsStreaming = true }).Writes, Is.False);

    [Test]
    public void A_session_cannot_be_created_once_the_response_has_started_but_a_stored_one_can_be_changed()
    {
        var late = Explicit with { ResponseHasStarted = true };

        Assert.That(
            () => _planner.Plan(New() with { Changes = Theme }, late),
            Throws.InvalidOperationException.With.Message.Contains("its cookie can no longer be sent"));
        Assert.That(_planner.Plan(Stored() with { Changes = Theme }, late).Write, Is.InstanceOf<UpdateWrite>());
    }

    [Test]
    public void A_late_request_without_changes_is_not_refused() =>
        Assert.That(_planner.Plan(New() with { JustEnded = true }, Gate).Refusal, Is.Null);

    [Test]
    public void Changes_of_a_stored_session_are_one_update_of_exactly_those()
    {
        var marks = Stored() with { Changes = Theme, RequiresLoadedVersion = true };

        var plan = _planner.Plan(marks, Gate);

        var commit = ((UpdateWrite)plan.Write!).Commit;
        Assert.That(commit.Changes, Is.SameAs(Theme));
        Assert.That((commit.Loaded, commit.RequiresLoadedVersion, commit.KeepsLease), Is.EqualTo((marks.Loaded, true, false)));
        Assert.That(commit.ExpiresAt, Is.EqualTo(In(20)));
        Assert.That(plan.TouchUntil, Is.Null);
    }

    [TestCase(nameof(CommitMoment.Explicit), true)]
    [TestCase(nameof(CommitMoment.BeforeResponse), false)]
    [TestCase(nameof(CommitMoment.AfterResponse), false)]
    public void Only_an_explicit_commit_keeps_the_lease(string moment, bool keeps)
    {
        var lease = new SessionLease { Id = "id", Duration = TimeSpan.FromSeconds(30) };

        var plan = _planner.Plan(Stored() with { Changes = Theme, Lease = lease }, new CommitTerms(Enum.Parse<CommitMoment>(moment), MayStoreCookie: true));

        var commit = ((UpdateWrite)plan.Write!).Commit;
        Assert.That((commit.Lease, commit.KeepsLease), Is.EqualTo((lease, keeps)));
    }

    [Test]
    public void A_user_or_a_lifetime_alone_is_an_update()
    {
        var user = ((UpdateWrite)_planner.Plan(Stored() with { UserId = "ada" }, Gate).Write!).Commit;
        var lifetime = ((UpdateWrite)_planner.Plan(Stored() with { IdleTimeout = TimeSpan.FromMinutes(5) }, Gate).Write!).Commit;

        Assert.That(user.UserId, Is.EqualTo("ada"));
        Assert.That((lifetime.IdleTimeout, lifetime.ExpiresAt), Is.EqualTo((TimeSpan.FromMinutes(5), In(5))));
    }

    [Test]
    public void A_renewal_includes_all_changes_and_is_not_an_update()
    {
        var plan = _planner.Plan(Stored() with { Changes = Theme, RenewsId = true }, Explicit);

        Assert.That((plan.Renews, plan.Write), Is.EqualTo((true, (SessionWrite?)null)));
    }

    [Test]
    public void Renewing_a_session_that_is_not_stored_does_nothing() =>
        Assert.That(_planner.Plan(New() with { RenewsId = true }, Gate).Writes, Is.False);

    [Test]
    public void A_session_that_is_too_large_is_refused_while_planning()
    {
        var large = Sample.Changes(("large", SessionChange.Set(Sample.Text(new string('x', 100_000)))));

        Assert.That(() => _planner.Plan(New() with { Changes = large }, Gate), Throws.TypeOf<SessionTooLargeException>());
        Assert.That(() => _planner.Plan(Stored() with { Changes = large }, Gate), Throws.TypeOf<SessionTooLargeException>());
    }

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void A_session_that_is_only_used_is_touched_once_that_gains_a_tenth(int minutes, bool isTouched)
    {
        var marks = Stored();
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.That(_planner.Plan(marks, Gate).TouchUntil, Is.EqualTo(isTouched ? In(20) : (DateTimeOffset?)null));
    }

    [Test]
    public void A_session_with_its_own_idle_timeout_is_extended_by_that()
    {
        var hour = TimeSpan.FromHours(1);
        var marks = New() with { Loaded = Record(idleTimeout: hour), IdleTimeout = hour };

        Assert.That(_planner.Plan(marks, Gate).TouchUntil, Is.EqualTo(In(60)));
    }

    [TestCase(nameof(CommitMoment.Explicit))]
    [TestCase(nameof(CommitMoment.AfterResponse))]
    public void It_is_touched_before_the_response_only(string moment)
    {
        var marks = Stored();
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(_planner.Plan(marks, new CommitTerms(Enum.Parse<CommitMoment>(moment), MayStoreCookie: true)).TouchUntil, Is.Null);
    }

    [Test]
    public void A_touch_alone_writes_nothing_else_whatever_was_marked()
    {
        var marks = Stored() with { Changes = Theme };
        _clock.Advance(TimeSpan.FromMinutes(10));

        var plan = _planner.PlanTouch(marks);

        Assert.That((plan.Writes, plan.TouchUntil), Is.EqualTo((false, (DateTimeOffset?)In(20))));
    }

    [Test]
    public void Rebased_marks_keep_what_the_request_has_set()
    {
        var others = Record(userId: "eve", idleTimeout: TimeSpan.FromHours(2));

        var unset = (Stored() with { Changes = Theme }).On(others);
        var set = (Stored() with { UserId = "ada", IdleTimeout = TimeSpan.FromMinutes(5) }).On(others);
        var gone = Stored().On(null);

        Assert.That((unset.Loaded, unset.UserId, unset.IdleTimeout, unset.Changes), Is.EqualTo((others, "eve", TimeSpan.FromHours(2), Theme)));
        Assert.That((set.UserId, set.IdleTimeout), Is.EqualTo(("ada", TimeSpan.FromMinutes(5))));
        Assert.That((gone.Loaded, gone.UserId), Is.EqualTo(((SessionRecord?)null, (string?)null)));
    }

    private static SessionToDestroy Ended { get; } = new("ended", Record: null);

    private static SessionMarks New() => new() { Id = "id", Loaded = null, DefaultIdleTimeout = TimeSpan.FromMinutes(20) };

    private SessionMarks Stored() => New() with { Loaded = Record() };

    private DateTimeOffset In(int minutes) => DateTimeOffset.FromUnixTimeSeconds((_clock.GetUtcNow() + TimeSpan.FromMinutes(minutes)).ToUnixTimeSeconds());

    private SessionRecord Record(string? userId = null, TimeSpan? idleTimeout = null) => new()
    {
        Id = "id",
        Fields = Sample.Fields(("cart", Sample.Number(3))),
        Version = 7,
        CreatedAt = _clock.GetUtcNow(),
        ExpiresAt = In(20),
        AbsoluteExpiresAt = In(24 * 60),
        UserId = userId,
        IdleTimeout = idleTimeout,
        CommitTokens = new Dictionary<string, long>(),
    };
}
