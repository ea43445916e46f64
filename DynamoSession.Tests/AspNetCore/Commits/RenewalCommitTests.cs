using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>Which requests give a session a new id.</summary>
public sealed class RenewalCommitTests
{
    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task A_copy_with_the_changes_is_stored_and_the_id_before_it_ends()
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")));
        var request = _bench.Open(record);
        var before = request.Draft.Secret;
        request.Fields.Set("role", "admin");
        request.State.RenewId();

        await request.CommitAsync();

        var copy = _bench.Table.Sent<SessionCreation>("Create").Single();
        var fence = _bench.Table.Sent<SessionFence>("Fence").Single();
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence" }));
        Assert.That((copy.Id, copy.Version), Is.EqualTo((request.Draft.Id, 2L)));
        Assert.That(copy.Fields.Keys, Is.EquivalentTo(new[] { "theme", "role" }));
        Assert.That((fence.Id, fence.Version, fence.Copied, fence.Lease), Is.EqualTo((record.Id, 1L, record, (SessionLease?)null)));
        Assert.That((request.Draft.LastToken, request.Draft.WasCreated, request.State.RenewsId), Is.EqualTo((copy.Token, true, false)));
        Assert.That(request.Draft.Secret, Is.Not.EqualTo(before));
        Assert.That(request.Draft.Id, Is.EqualTo(SessionId.PublicIdOf(request.Draft.Secret)));
        Assert.That(request.Draft.Record!.Id, Is.EqualTo(copy.Id));
        Assert.That(request.Written.Single().Marks.Changes.Fields.Keys, Is.EqualTo(new[] { "role" }));
        Assert.That(_bench.Logged, Is.EqualTo(new[]
        {
            ("SessionCreated", $"Session {copy.Id[..8]} created with 2 fields."),
            ("SessionRenewed", $"Session {record.Id[..8]} was renewed as {copy.Id[..8]}."),
        }));
    }

    [Test]
    public async Task The_lease_is_the_fences_and_goes_with_the_id()
    {
        var record = await _bench.StoreAsync();
        var lease = new SessionLease { Id = record.Id, Duration = TimeSpan.FromSeconds(30) };
        await ((ISessionLeaseTable)_bench.Table.Inner).AcquireAsync(lease, default);
        var request = _bench.Open(record, lease: lease);
        request.State.RenewId();

        await request.CommitAsync();

        Assert.That((_bench.Table.Sent<SessionFence>("Fence").Single().Lease, request.State.HeldLease), Is.EqualTo((lease, (SessionLease?)null)));
    }

    [TestCase(null, null, true)]
    [TestCase("ada", "ada", true)]
    [TestCase(null, "ada", false, Description = "Knowing the id from before a sign-in does not allow signing the user out.")]
    [TestCase("ada", null, false)]
    public async Task The_previous_id_leads_to_the_new_one_only_for_the_same_user(string? before, string? after, bool leads)
    {
        var first = _bench.OpenNew();
        first.Fields.Set("a", 1);
        first.Draft.Set(properties => properties with { UserId = before });
        await first.CommitAsync();
        var request = _bench.Open(first.Draft.Record!);
        request.Draft.Set(properties => properties with { UserId = after });
        request.State.RenewId();

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<SessionFence>("Fence").Single().SuccessorId, Is.EqualTo(leads ? request.Draft.Id : null));
    }

    [Test]
    public async Task A_renewal_that_has_lost_its_lease_is_not_retried()
    {
        var record = await _bench.StoreAsync();
        var leases = (ISessionLeaseTable)_bench.Table.Inner;
        var lease = new SessionLease { Id = record.Id, Duration = TimeSpan.FromSeconds(30) };
        await leases.AcquireAsync(lease, default);
        var request = _bench.Open(record, lease: lease);
        request.State.RenewId();
        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await leases.AcquireAsync(new SessionLease { Id = record.Id, Duration = TimeSpan.FromSeconds(30) }, default);

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy", "Load" }));
        Assert.That((request.Draft.Id, request.State.RenewsId), Is.EqualTo((record.Id, true)));
    }

    [Test]
    public async Task A_renewal_that_still_has_its_lease_is_retried_after_a_commit_without_one()
    {
        var record = await _bench.StoreAsync();
        var lease = new SessionLease { Id = record.Id, Duration = TimeSpan.FromSeconds(30) };
        await ((ISessionLeaseTable)_bench.Table.Inner).AcquireAsync(lease, default);
        var request = _bench.Open(record, lease: lease);
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () => _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1))));

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy", "Load", "Create", "Fence" }));
        Assert.That((await _bench.FindAsync(request.Draft.Id))!.Fields.Keys, Is.EqualTo(new[] { "theirs" }));
    }

    [Test]
    public async Task A_renewal_overtaken_by_a_commit_includes_its_changes()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.Fields.Set("ours", 1);
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () => _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1))));

        await request.CommitAsync();

        var copies = _bench.Table.Sent<SessionCreation>("Create");
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy", "Load", "Create", "Fence" }));
        Assert.That(copies[0].Id, Is.Not.EqualTo(copies[1].Id));
        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { copies[0].Id }));
        Assert.That((await _bench.FindAsync(request.Draft.Id))!.Fields.Keys, Is.EquivalentTo(new[] { "ours", "theirs" }));
        Assert.That(request.Fields.Names, Is.EquivalentTo(new[] { "ours", "theirs" }));
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "SessionCreated", "SessionRenewed" }));
    }

    [Test]
    public async Task An_optimistic_renewal_that_was_overtaken_is_a_conflict()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record, isOptimistic: true);
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () => _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1))));

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy" }));
        Assert.That((request.Draft.Id, request.State.RenewsId), Is.EqualTo((record.Id, true)));
    }

    [Test]
    public async Task An_abandoned_renewal_that_was_overtaken_is_not_tried_again()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () => _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1))));

        await Assert.ThatAsync(() => request.CommitAsync(isAbandoned: () => true), Throws.TypeOf<SessionConflictException>());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_session_that_has_ended_meanwhile_goes_on_as_a_new_one_with_the_changes_alone(bool isOptimistic)
    {
        var record = await _bench.StoreAsync(("theme", Sample.Text("dark")));
        var request = _bench.Open(record, isOptimistic);
        request.Fields.Set("user", "ada");
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", () => _bench.Table.Inner.DestroyAsync(record.Id, default));

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Destroy", "Load", "Create" }));
        Assert.That((await _bench.FindAsync(request.Draft.Id))!.Fields.Keys, Is.EqualTo(new[] { "user" }));
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "SessionCreated", "SessionRenewed" }));
    }

    [Test]
    public async Task Retries_pause_from_the_second_on()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        var others = 3;
        Task Overtake()
        {
            if (--others > 0)
            {
                _bench.Table.BeforeNext("Fence", Overtake);
            }

            return _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1)));
        }

        _bench.Table.BeforeNext("Fence", Overtake);

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<SessionFence>("Fence"), Has.Length.EqualTo(4));
        Assert.That(_bench.Timing.Pauses, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_renewal_whose_response_was_lost_is_completed_by_its_fence_alone(bool isApplied)
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var copy = _bench.Table.Sent<SessionCreation>("Create").Single();
        Assert.That(request.Draft.ToDestroy, Is.EqualTo(new[] { new SessionToDestroy(record.Id, record), new SessionToDestroy(copy.Id, Record: null) }));

        await request.CommitAsync();

        var fences = _bench.Table.Sent<SessionFence>("Fence");
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Fence", "Fence" }));
        Assert.That(fences[1], Is.SameAs(fences[0]));
        Assert.That((request.Draft.Id, request.State.RenewsId), Is.EqualTo((copy.Id, false)));
    }

    [Test]
    public async Task A_renewal_that_turns_out_to_be_refused_leaves_no_copy()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        await _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1)));

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        var copy = _bench.Table.Sent<SessionCreation>("Create").Single();
        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { copy.Id }));
        Assert.That((request.Draft.Id, request.Draft.InDoubt), Is.EqualTo((record.Id, (WriteResult?)null)));
    }

    [Test]
    public async Task A_refused_renewal_stays_in_doubt_until_its_copy_is_removed()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        await _bench.OthersCommitAsync(record.Id, ("theirs", SessionChange.Increment(1)));
        _bench.Table.Fail("Destroy", TableFailure.Permanent, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var isInDoubt = request.Draft.InDoubt is not null;
        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That((isInDoubt, request.Draft.InDoubt), Is.EqualTo((true, (WriteResult?)null)));
        Assert.That(await _bench.FindAsync(_bench.Table.Sent<SessionCreation>("Create").Single().Id), Is.Null);
    }

    [Test]
    public async Task A_renewal_in_doubt_is_repeated_at_any_time()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(100));

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<SessionFence>("Fence"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_session_that_is_destroyed_while_its_renewal_is_in_doubt_ends_under_both_ids()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var copy = _bench.Table.Sent<SessionCreation>("Create").Single();
        request.State.Destroy();

        await request.CommitAsync();

        Assert.That(await _bench.FindAsync(record.Id), Is.Null);
        Assert.That(await _bench.FindAsync(copy.Id), Is.Null);
    }

    [Test]
    public async Task A_session_destroyed_under_one_of_its_two_ids_is_still_destroyed_under_the_other()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.RenewId();
        _bench.Table.Fail("Fence", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var copy = _bench.Table.Sent<SessionCreation>("Create").Single();
        request.State.Destroy();
        _bench.Table.BeforeNext("Destroy", () =>
        {
            _bench.Table.BeforeNext("Destroy", () => throw TableFailure.Permanent);
            return Task.CompletedTask;
        });
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        await request.CommitAsync();

        Assert.That((await _bench.FindAsync(record.Id), await _bench.FindAsync(copy.Id)), Is.EqualTo(((SessionRecord?)null, (SessionRecord?)null)));
    }

    [Test]
    public async Task A_copy_that_could_not_be_stored_leaves_the_session_as_it_was()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.Fields.Set("a", 1);
        request.State.RenewId();
        _bench.Table.Fail("Create", TableFailure.Permanent, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
        Assert.That((request.Draft.Id, request.Draft.InDoubt, request.Draft.HasChanges(), request.State.RenewsId), Is.EqualTo((record.Id, (WriteResult?)null, true, true)));
    }

    [Test]
    public async Task A_copy_under_an_id_that_is_taken_is_refused()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();
        _bench.Table.BeforeNext("Create", () => _bench.Table.Inner.CreateAsync(
            Sample.Creation(_bench.Now, _bench.Table.Sent<SessionCreation>("Create").Single().Id), default));

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
    }

    [Test]
    public async Task A_session_source_is_notified_before_a_session_ends()
    {
        var source = new ToldSource();
        using var bench = new CommitBench(source);
        var renewed = await bench.StoreAsync();
        var destroyed = await bench.StoreAsync();
        var first = bench.Open(renewed);
        first.State.RenewId();
        var second = bench.Open(destroyed);
        second.State.Destroy();

        await first.CommitAsync();
        await second.CommitAsync();

        Assert.That(source.Told, Is.EqualTo(new[] { renewed, destroyed }));
    }

    /// <summary>Remembers which sessions it was told of.</summary>
    private sealed class ToldSource : ISessionSource
    {
        public bool HasCookie(HttpContext context) => false;

        public List<SessionRecord> Told { get; } = [];

        public Task<ImportedSession?> FindAsync(HttpContext context, CancellationToken cancellationToken) => Task.FromResult<ImportedSession?>(null);

        public Task<IReadOnlyList<ImportedSession>> FindOthersAsync(HttpContext context, ImportedSession? except, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ImportedSession>>([]);

        public Task AfterReturnAsync(SessionRecord record) => Task.CompletedTask;

        public Task BeforeEndAsync(SessionRecord record, CancellationToken cancellationToken)
        {
            Told.Add(record);
            return Task.CompletedTask;
        }
    }
}
