using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.State;

/// <summary>What becomes of a request's session as a whole: what is marked, handed out, written and dropped.</summary>
public sealed class SessionStateTests
{
    private static readonly Dictionary<string, Action<CommittingRequest>> Marks = new()
    {
        ["set"] = request => request.Fields.Set("theme", "light"),
        ["set bytes"] = request => request.Fields.SetBytes("theme", "light"u8),
        ["remove"] = request => request.Fields.Remove("theme"),
        ["clear"] = request => request.Fields.Clear(),
        ["increment"] = request => request.Fields.Increment("visits"),
        ["append"] = request => request.Fields.Append("items", "lamp"),
        ["mutate"] = request => ItemsOf(request, "items").Add("lamp"),
        ["mutate a default value"] = request => ItemsOf(request, "others").Add("lamp"),
        ["write and take back"] = request => request.Draft.WasWrittenTo = true,
        ["user"] = request => request.Draft.Set(properties => properties with { UserId = "ada" }),
        ["the same user"] = request => request.Draft.Set(properties => properties with { BindsUser = true }),
        ["ticket"] = request => request.Draft.Set(properties => properties with { Ticket = new byte[] { 1 } }),
        ["idle timeout"] = request => request.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromHours(1) }),
        ["absolute timeout"] = request => request.Draft.Set(properties => properties with { AbsoluteTimeout = TimeSpan.FromHours(2) }),
        ["persistence"] = request => request.Draft.Set(properties => properties with { IsPersistent = true }),
        ["description"] = request => request.Draft.Set(properties => properties with { Description = "phone" }),
        ["renew"] = request => request.State.RenewId(),
        ["destroy"] = request => request.State.Destroy(),
    };

    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task A_request_knows_its_session_as_it_was_loaded()
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")));
        var lease = Lease(record);

        var request = _bench.Open(record, isOptimistic: true, lease);

        Assert.That((request.Draft.Id, request.Draft.Record, request.State.HeldLease, request.State.IsOptimistic), Is.EqualTo((record.Id, record, lease, true)));
        Assert.That((request.Draft.IdleTimeout, request.Draft.Properties.IdleTimeout), Is.EqualTo((_bench.Options.IdleTimeout, (TimeSpan?)null)));
        Assert.That((request.State.JustEnded, request.State.WasDestroyed, request.State.RenewsId, request.State.HasSessionsToDestroy), Is.EqualTo((false, false, false, false)));
        Assert.That((request.Draft.MayExist, request.Draft.HasChanges(), request.Draft.WasCreated, request.Draft.WasExtended), Is.EqualTo((true, false, false, false)));
    }

    [TestCaseSource(nameof(MarkNames))]
    public async Task A_commit_passes_over_a_session_of_which_nothing_is_marked_and_no_other(string mark)
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")), ("visits", Sample.Number(1)), ("items", Sample.List("mug")));
        var request = _bench.Open(record);
        _ = request.Fields.TryGet<string>("theme", out _);
        var before = request.Committer.HasNothingToCommit(CommitMoment.BeforeResponse);

        Marks[mark](request);

        Assert.That((before, request.Committer.HasNothingToCommit(CommitMoment.BeforeResponse)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_commit_does_not_pass_over_a_lease_or_a_session_to_extend()
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")));
        var leased = _bench.Open(record, isOptimistic: false, Lease(record));
        var old = _bench.Open(record);
        _bench.Clock.Advance(_bench.Options.IdleTimeout / 2);

        Assert.That(leased.Committer.HasNothingToCommit(CommitMoment.BeforeResponse), Is.False);
        Assert.That(
            (old.Committer.HasNothingToCommit(CommitMoment.BeforeResponse), old.Committer.HasNothingToCommit(CommitMoment.AfterResponse)),
            Is.EqualTo((false, true)));
    }

    [Test]
    public void A_new_session_has_one_secret_and_its_id()
    {
        var draft = _bench.OpenNew().Draft;

        Assert.That((draft.Secret, draft.Id), Is.EqualTo((draft.Secret, SessionId.PublicIdOf(draft.Secret))));
        Assert.That(draft.MayExist, Is.False);
        Assert.That(draft.ToDestroy, Is.Empty);
    }

    [Test]
    public void A_new_session_without_changes_generates_no_secret()
    {
        var marks = _bench.OpenNew().Draft.Describe();

        Assert.That(marks.Id, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_new_session_with_marks_has_an_id(bool hasUser)
    {
        var request = _bench.OpenNew();
        if (hasUser)
        {
            request.Draft.Set(properties => properties with { UserId = "ada" });
        }
        else
        {
            request.Fields.Set("a", 1);
        }

        var (draft, marks) = request.State.Take(requiresLoadedVersion: false);

        Assert.That(marks.Id, Is.EqualTo(draft.Id).And.Length.EqualTo(SessionId.Length));
    }

    [TestCase(false, false, false)]
    [TestCase(true, false, true)]
    [TestCase(false, true, true)]
    public async Task What_is_handed_out_requires_the_loaded_version_when_the_endpoint_or_the_caller_does(bool isOptimistic, bool isRequired, bool requires)
    {
        var request = _bench.Open(await _bench.StoreAsync(), isOptimistic);

        Assert.That(request.State.Take(isRequired).Marks.RequiresLoadedVersion, Is.EqualTo(requires));
    }

    [Test]
    public async Task Everything_that_was_marked_is_handed_out()
    {
        var record = await _bench.StoreAsync();
        var lease = Lease(record);
        var request = _bench.Open(record, lease: lease);
        request.Fields.Set("theme", "dark");
        request.Draft.Set(properties => properties with { UserId = "ada" });
        request.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromMinutes(5) });
        request.State.RenewId();

        var marks = request.State.Take(requiresLoadedVersion: false).Marks;

        Assert.That((marks.Id, marks.Loaded, marks.Lease, marks.UserId), Is.EqualTo((record.Id, record, lease, "ada")));
        Assert.That((marks.IdleTimeout, marks.DefaultIdleTimeout), Is.EqualTo(((TimeSpan?)TimeSpan.FromMinutes(5), _bench.Options.IdleTimeout)));
        Assert.That((marks.RenewsId, marks.RenewalCount, marks.JustEnded, marks.ReplacesEnded), Is.EqualTo((true, 1, false, false)));
        Assert.That(marks.Changes.Fields.Keys, Is.EqualTo(new[] { "theme" }));
        Assert.That(marks.SessionsToDestroy, Is.Empty);
    }

    [Test]
    public void A_request_that_came_with_a_dead_id_says_so()
    {
        var request = _bench.OpenNew(wasDead: true);

        Assert.That((request.State.JustEnded, request.State.Take(requiresLoadedVersion: false).Marks.JustEnded), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_session_with_a_reused_id_says_so()
    {
        var request = _bench.OpenReused("id-1");
        request.Fields.Set("a", 1);

        var marks = request.State.Take(requiresLoadedVersion: false).Marks;

        Assert.That((marks.Id, marks.ReplacesEnded, marks.DefaultIdleTimeout), Is.EqualTo(("id-1", true, _bench.Options.IdleTimeout)));
    }

    [Test]
    public void A_request_knows_what_was_found_for_its_cookies()
    {
        var import = new Imported("legacy", Record: null);

        var state = _bench.Open(LoadedSession.None with { JustEnded = true, WasSignedOut = true, LeadsNowhere = true, Import = import }).State;

        Assert.That((state.JustEnded, state.WasSignedOut, state.LeadsNowhere, state.Import), Is.EqualTo((true, true, true, import)));
    }

    [Test]
    public async Task A_sign_in_a_sign_out_and_a_renewal_change_the_identity_and_nothing_else_does()
    {
        var record = await _bench.StoreAsync();
        var (field, signIn, signOut, renewal) = (_bench.Open(record), _bench.Open(record), _bench.Open(record), _bench.Open(record));

        field.Fields.Set("a", 1);
        field.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromMinutes(5), IsPersistent = true });
        signIn.Draft.Set(properties => properties with { UserId = "ada" });
        signOut.State.Destroy();
        renewal.State.RenewId();

        Assert.That(new[] { field, signIn, signOut, renewal }.Select(request => request.State.ChangesIdentity), Is.EqualTo(new[] { false, true, true, true }));
    }

    [Test]
    public async Task A_renewal_that_was_committed_is_still_known_to_have_been_requested()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var before = request.State.WasRenewalRequested;
        request.State.RenewId();

        await request.CommitAsync();

        Assert.That((before, request.State.RenewsId, request.State.WasRenewalRequested), Is.EqualTo((false, false, true)));
    }

    [Test]
    public async Task A_new_session_after_a_late_request_satisfies_the_requested_renewal()
    {
        var request = _bench.OpenNew(wasDead: true);
        request.Fields.Set("a", 1);
        request.State.RenewId();

        await request.CommitAsync();

        Assert.That((_bench.Table.Operations.Single(), request.State.RenewsId), Is.EqualTo(("Create", false)));
    }

    [Test]
    public async Task A_renewal_that_is_requested_during_an_update_is_still_to_be_done()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () =>
        {
            request.State.RenewId();
            return Task.CompletedTask;
        });

        await request.CommitAsync();

        Assert.That(request.State.RenewsId, Is.True);
    }

    [Test]
    public async Task A_new_choice_of_how_long_the_browser_keeps_the_cookie_is_known_once_it_is_written()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Draft.Set(properties => properties with { IsPersistent = true });
        var before = request.Draft.HasNewPersistence;

        await request.CommitAsync();
        request.Fields.Set("a", 1);
        await request.CommitAsync();

        Assert.That((before, request.Draft.HasNewPersistence, request.Draft.Record!.IsPersistent), Is.EqualTo((false, true, true)));
        Assert.That((await _bench.FindAsync(request.Draft.Id))!.IsPersistent, Is.True);
    }

    [Test]
    public async Task A_destroyed_session_is_to_end_and_another_may_start()
    {
        var record = await _bench.StoreAsync(("a", Sample.Number(1)));
        var request = _bench.Open(record);

        request.State.Destroy();
        request.Fields.Set("message", "signed out");

        var marks = request.State.Take(requiresLoadedVersion: false).Marks;
        Assert.That((request.State.WasDestroyed, request.State.HasSessionsToDestroy), Is.EqualTo((true, true)));
        Assert.That(marks.SessionsToDestroy, Is.EqualTo(new[] { new SessionToDestroy(record.Id, record) }));
        Assert.That((marks.Loaded, marks.Id), Is.EqualTo(((SessionRecord?)null, request.Draft.Id)));
        Assert.That(marks.Id, Is.Not.EqualTo(record.Id));
    }

    [Test]
    public void Destroying_what_was_never_stored_ends_nothing()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);

        request.State.Destroy();

        Assert.That((request.State.WasDestroyed, request.State.HasSessionsToDestroy, request.Draft.HasChanges()), Is.EqualTo((true, false, false)));
    }

    [Test]
    public async Task A_destroyed_session_is_not_destroyed_again_and_its_lease_is_gone()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record, lease: Lease(record));
        request.State.Destroy();

        request.State.OnDestroyed([]);
        var before = (request.State.HasSessionsToDestroy, request.State.HeldLease is not null);
        request.State.OnDestroyed([new SessionToDestroy(record.Id, record)]);

        Assert.That(before, Is.EqualTo((true, true)));
        Assert.That((request.State.HasSessionsToDestroy, request.State.HeldLease), Is.EqualTo((false, (SessionLease?)null)));
        Assert.That(request.State.WasDestroyed, Is.True);
    }

    [Test]
    public async Task A_sign_out_also_destroys_the_sessions_that_continue_under_another_id()
    {
        var (first, second) = (await _bench.StoreAsync(), await _bench.StoreAsync());
        var request = _bench.Open(LoadedSession.None with { RenewedIds = [first.Id, second.Id] });
        var before = request.State.HasSessionsToDestroy;
        request.State.Destroy();
        _bench.Table.BeforeNext("Destroy", () =>
        {
            _bench.Table.BeforeNext("Destroy", () => throw TableFailure.Permanent);
            return Task.CompletedTask;
        });

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var afterFailure = request.State.HasSessionsToDestroy;
        await request.CommitAsync();

        Assert.That((before, afterFailure, request.State.HasSessionsToDestroy), Is.EqualTo((false, true, false)));
        Assert.That((await _bench.FindAsync(first.Id), await _bench.FindAsync(second.Id)), Is.EqualTo(((SessionRecord?)null, (SessionRecord?)null)));
    }

    [Test]
    public async Task A_sign_out_without_such_sessions_destroys_only_its_own()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(new LoadedSession(SessionId.NewSecret(), record));
        request.State.Destroy();

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { record.Id }));
    }

    [Test]
    public async Task A_sign_out_also_destroys_the_sessions_of_other_packages_cookies()
    {
        var (own, other, another) = (await _bench.StoreAsync(), await _bench.StoreAsync(), await _bench.StoreAsync());
        var request = _bench.Open(own);
        request.State.Destroy();
        request.State.DestroyOthers([new Imported("first", other), new Imported("second", Record: null), new Imported("third", another)]);

        var marked = request.State.Take(requiresLoadedVersion: false).Marks.SessionsToDestroy;
        request.State.OnDestroyed([new SessionToDestroy(own.Id, own), new SessionToDestroy(other.Id, other)]);
        var left = request.State.Take(requiresLoadedVersion: false).Marks.SessionsToDestroy;
        request.State.OnDestroyed(left);

        Assert.That(
            marked, Is.EqualTo(new[] { new SessionToDestroy(own.Id, own), new SessionToDestroy(other.Id, other), new SessionToDestroy(another.Id, another) }));
        Assert.That(left, Is.EqualTo(new[] { new SessionToDestroy(another.Id, another) }));
        Assert.That(request.State.HasSessionsToDestroy, Is.False);
    }

    [Test]
    public async Task What_was_destroyed_is_not_destroyed_again_with_what_is_left()
    {
        var other = await _bench.StoreAsync();
        var request = _bench.Open(LoadedSession.None with { RenewedIds = ["renewed"] });
        request.State.Destroy();
        request.State.DestroyOthers([new Imported("legacy", other)]);

        request.State.OnDestroyed([new SessionToDestroy("renewed", Record: null)]);
        var left = request.State.Take(requiresLoadedVersion: false).Marks.SessionsToDestroy;
        request.State.OnDestroyed(left);

        Assert.That(left, Is.EqualTo(new[] { new SessionToDestroy(other.Id, other) }));
        Assert.That(request.State.HasSessionsToDestroy, Is.False);
    }

    [Test]
    public void A_second_sign_out_does_not_undo_the_first()
    {
        var request = _bench.Open(LoadedSession.None with { RenewedIds = ["renewed"] });

        request.State.Destroy();
        request.State.Destroy();

        Assert.That(request.State.Take(requiresLoadedVersion: false).Marks.SessionsToDestroy, Is.EqualTo(new[] { new SessionToDestroy("renewed", Record: null) }));
    }

    [Test]
    public void The_cookies_of_all_other_packages_that_led_here_are_known()
    {
        var (import, other) = (new Imported("first", Record: null), new Imported("second", Record: null));
        var (none, one) = (_bench.OpenNew().State, _bench.Open(LoadedSession.None with { Import = import }).State);

        var before = (none.Others, none.Imports.Count(), one.Imports.Single());
        none.DestroyOthers([other]);
        one.DestroyOthers([other]);

        Assert.That(before, Is.EqualTo(((IReadOnlyList<ImportedSession>?)null, 0, (ImportedSession)import)));
        Assert.That(none.Imports, Is.EqualTo(new[] { other }));
        Assert.That(one.Imports, Is.EqualTo(new[] { import, other }));
    }

    [Test]
    public async Task A_session_whose_creation_was_refused_need_not_be_destroyed()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Create", () =>
        {
            var creation = Sample.Creation(_bench.Now, request.Draft.Id);
            request.State.Destroy();
            return _bench.Table.Inner.CreateAsync(creation, default);
        });
        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());
        var isLeft = request.State.HasSessionsToDestroy;

        await request.CommitAsync();

        Assert.That(isLeft, Is.False);
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
    }

    [Test]
    public async Task A_failed_request_drops_its_marks_and_keeps_its_session()
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")));
        var request = _bench.Open(record);
        request.Fields.Set("theme", "light");
        request.Draft.Set(properties => properties with { UserId = "ada" });
        request.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromMinutes(5) });
        request.State.RenewId();

        request.State.Discard();

        Assert.That((request.Draft.HasChanges(), request.State.RenewsId, request.Draft.Properties.UserId, request.Draft.Properties.IdleTimeout), Is.EqualTo((false, false, (string?)null, (TimeSpan?)null)));
        Assert.That(request.Fields.TryGet<string>("theme", out var theme) ? theme : null, Is.EqualTo("dark"));
    }

    [Test]
    public async Task A_failed_request_has_destroyed_nothing()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.Destroy();
        request.Fields.Set("message", "signed out");

        request.State.Discard();

        Assert.That((request.Draft.Record, request.State.WasDestroyed, request.State.HasSessionsToDestroy, request.Draft.HasChanges()), Is.EqualTo((record, false, false, false)));
    }

    [Test]
    public async Task A_failed_request_destroys_none_of_the_other_sessions_either()
    {
        var other = await _bench.StoreAsync();
        var request = _bench.Open(LoadedSession.None with { RenewedIds = [other.Id] });
        request.State.Destroy();
        request.State.DestroyOthers([new Imported("legacy", other)]);

        request.State.Discard();

        Assert.That((request.State.HasSessionsToDestroy, request.State.WasDestroyed), Is.EqualTo((false, false)));
        Assert.That(request.State.Take(requiresLoadedVersion: false).Marks.SessionsToDestroy, Is.Empty);
    }

    [Test]
    public async Task A_failed_request_continues_with_its_stored_session_however_often_it_was_destroyed()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.Destroy();
        request.Fields.Set("a", 1);
        request.State.Destroy();

        request.State.Discard();

        Assert.That(request.Draft.Record, Is.SameAs(record));
    }

    [Test]
    public async Task A_failed_request_does_not_repeat_a_commit_that_is_in_doubt()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        request.Draft.WasWrittenTo = true;
        _bench.Table.Fail("Create", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        request.State.Discard();
        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
        Assert.That((request.Draft.InDoubt, request.Draft.MayExist, request.Draft.WasWrittenTo), Is.EqualTo(((WriteResult?)null, false, false)));
    }

    [Test]
    public async Task What_a_failed_request_has_destroyed_before_it_failed_stays_destroyed()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.Destroy();
        await request.CommitAsync();

        request.State.Discard();

        Assert.That((request.State.WasDestroyed, request.Draft.Record), Is.EqualTo((true, (SessionRecord?)null)));
    }

    [Test]
    public async Task A_failed_request_keeps_the_session_that_it_has_started_after_a_sign_out()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.Destroy();
        request.Fields.Set("message", "signed out");
        _bench.Table.Fail("Destroy", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var started = request.Draft;

        request.State.Discard();

        Assert.That(request.Draft, Is.SameAs(started));
        Assert.That(request.Draft.Record, Is.Not.Null);
    }

    [Test]
    public async Task A_renewal_that_is_requested_during_another_is_still_to_be_done()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () =>
        {
            request.State.RenewId();
            return Task.CompletedTask;
        });

        await request.CommitAsync();

        Assert.That(request.State.RenewsId, Is.True);
        await request.CommitAsync();
        Assert.That(request.State.RenewsId, Is.False);
    }

    private static SessionLease Lease(SessionRecord record) => new() { Id = record.Id, Duration = TimeSpan.FromSeconds(30) };

    private sealed record Imported(string CookieName, SessionRecord? Record) : ImportedSession(CookieName, Secret: null, Record, JustEnded: false)
    {
        public override CookieOptions BuildCookie(HttpContext context) => new();
    }

    private static string[] MarkNames() => [.. Marks.Keys];

    private static List<string> ItemsOf(CommittingRequest request, string field) => request.Fields.GetOrDefault(field, () => new List<string>());
}
