using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.State;

/// <summary>What becomes of a request's session as a whole: what is marked, handed out, written and dropped.</summary>
public sealed class SessionStateTests
{
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
    public void A_session_whose_id_is_used_again_says_so()
    {
        var request = _bench.OpenReused("id-1");
        request.Fields.Set("a", 1);

        var marks = request.State.Take(requiresLoadedVersion: false).Marks;

        Assert.That((marks.Id, marks.ReplacesEnded, marks.DefaultIdleTimeout), Is.EqualTo(("id-1", true, _bench.Options.IdleTimeout)));
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
    public async Task A_new_id_that_is_asked_for_while_one_is_being_given_is_still_wanted()
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
}
