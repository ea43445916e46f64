using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>Which requests a commit sends, and what the request knows afterwards.</summary>
public sealed class CommitExecutionTests
{
    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task A_new_session_is_created_once()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("theme", "dark");

        await request.CommitAsync();
        await request.CommitAsync();

        var creation = _bench.Table.Sent<SessionCreation>("Create").Single();
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
        Assert.That((request.Draft.WasCreated, request.Draft.LastToken, request.Draft.Record!.Version), Is.EqualTo((true, creation.Token, 1L)));
        Assert.That(request.Draft.Id, Is.EqualTo(creation.Id));
        Assert.That(request.Draft.HasChanges(), Is.False);
        Assert.That(((CreateWrite)request.Written.Single()).Creation, Is.SameAs(creation));
        Assert.That(_bench.Logged, Is.EqualTo(new[] { ("SessionCreated", $"Session {creation.Id[..8]} created with 1 fields.") }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Changes_of_a_stored_session_are_written_once(bool extends)
    {
        var record = await _bench.StoreAsync(("visits", Sample.Number(1)));
        var request = _bench.Open(record);
        request.Fields.Increment("visits");
        _bench.Clock.Advance(extends ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);

        await request.CommitAsync();
        await request.CommitAsync();

        var commit = _bench.Table.Sent<SessionCommit>("Commit").Single();
        Assert.That((request.Draft.LastToken, request.Draft.WasExtended, request.Draft.WasCreated), Is.EqualTo((commit.Token, extends, false)));
        Assert.That((request.Draft.Record!.Version, request.Draft.Record.ExpiresAt), Is.EqualTo((2L, commit.ExpiresAt)));
        Assert.That(Sample.TextOf(request.Draft.Record.Fields), Is.EqualTo(Sample.TextOf((await _bench.FindAsync(record.Id))!.Fields)));
        Assert.That(_bench.Logged, Is.EqualTo(new[] { ("SessionCommitted", $"Session {record.Id[..8]} committed: 1 fields changed (Applied).") }));
    }

    [Test]
    public async Task Without_marks_nothing_is_sent()
    {
        var request = _bench.Open(await _bench.StoreAsync());

        await request.CommitAsync();
        await _bench.OpenNew().CommitAsync();

        Assert.That(_bench.Table.Operations, Is.Empty);
        Assert.That(request.Written, Is.Empty);
    }

    [Test]
    public async Task What_is_set_while_a_commit_is_on_its_way_goes_into_the_next_one()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () =>
        {
            request.Fields.Set("b", 2);
            request.Draft.Set(properties => properties with { UserId = "ada" });
            request.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromMinutes(5) });
            return Task.CompletedTask;
        });

        await request.CommitAsync();
        await request.CommitAsync();

        var commits = _bench.Table.Sent<SessionCommit>("Commit");
        Assert.That(commits.Select(commit => string.Join(' ', commit.Changes.Fields.Keys)), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(commits.Select(commit => (commit.UserId, commit.IdleTimeout)), Is.EqualTo(new (string?, TimeSpan?)[] { (null, null), ("ada", TimeSpan.FromMinutes(5)) }));
    }

    [Test]
    public async Task Commits_wait_for_each_other()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var isHeld = new TaskCompletionSource();
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () => isHeld.Task);
        var first = request.CommitAsync();
        request.Fields.Set("b", 2);

        var others = new[] { request.CommitAsync(), request.Committer.TouchAsync(), request.Committer.WhenIdleAsync(), request.UpdateAsync<int>("c", _ => 3) };

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
        Assert.That(others.Select(task => task.IsCompleted), Is.All.False);
        isHeld.SetResult();
        await Task.WhenAll(others.Append(first));
        Assert.That(_bench.Table.Sent<SessionCommit>("Commit").Select(commit => string.Join(' ', commit.Changes.Fields.Keys)), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task Changes_are_dropped_once_no_commit_is_on_its_way()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var isHeld = new TaskCompletionSource();
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () => isHeld.Task);
        var commit = request.CommitAsync();
        request.Fields.Set("b", 2);

        var discard = request.Committer.DiscardAsync();
        var before = (discard.IsCompleted, request.Discarded);
        isHeld.SetResult();
        await Task.WhenAll(commit, discard);

        Assert.That(before, Is.EqualTo((false, (SessionChanges?)null)));
        Assert.That(request.Discarded!.Fields.Keys, Is.EqualTo(new[] { "b" }));
        Assert.That((request.Draft.HasChanges(), request.Fields.Contains("a")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Changes_are_discarded_at_once_only_while_no_commit_is_in_progress()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var isHeld = new TaskCompletionSource();
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () => isHeld.Task);
        var commit = request.CommitAsync();
        request.Fields.Set("b", 2);

        var during = (request.Committer.TryDiscard(), request.Discarded);
        isHeld.SetResult();
        await commit;
        var after = request.Committer.TryDiscard();

        Assert.That(during, Is.EqualTo((false, (SessionChanges?)null)));
        Assert.That((after, request.Draft.HasChanges()), Is.EqualTo((true, false)));
        Assert.That(request.Discarded!.Fields.Keys, Is.EqualTo(new[] { "b" }));
        Assert.That(request.Committer.TryDiscard(), Is.True, "The turn is over.");
    }

    [Test]
    public async Task A_transient_failure_is_tried_again_with_the_same_token()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Increment("visits");
        _bench.Table.Fail("Commit", TableFailure.Transient, isApplied: true, times: 2);

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<SessionCommit>("Commit").Select(commit => commit.Token), Is.EqualTo(Enumerable.Repeat(request.Draft.LastToken, 3)));
        Assert.That((await _bench.FindAsync(request.Draft.Id))!.Version, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_whose_response_was_lost_is_repeated_before_the_next_and_applied_once(bool isApplied)
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Increment("visits");
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied);
        var failure = Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        Assert.That((failure!.Message, request.Draft.InDoubt?.State, request.Draft.MayExist), Is.EqualTo((TableFailure.Permanent.Message, WriteState.InDoubt, true)));
        Assert.That(request.Written, Is.Empty);
        request.Fields.Increment("visits", 10);

        await request.CommitAsync();

        var commits = _bench.Table.Sent<SessionCommit>("Commit");
        Assert.That(commits.Select(commit => commit.Token == commits[0].Token), Is.EqualTo(new[] { true, true, false }));
        Assert.That(Sample.TextOf((await _bench.FindAsync(request.Draft.Id))!.Fields["visits"]), Is.EqualTo("""{"N":"11"}"""));
        Assert.That((request.Draft.InDoubt, request.Written.Count), Is.EqualTo(((WriteResult?)null, 2)));
    }

    [Test]
    public async Task A_commit_that_is_still_in_doubt_lets_nothing_else_be_written()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: false, times: 2);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        request.Fields.Set("b", 2);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Sent<SessionCommit>("Commit").Select(commit => string.Join(' ', commit.Changes.Fields.Keys)), Is.EqualTo(new[] { "a", "a" }));
        Assert.That(request.Draft.InDoubt, Is.Not.Null);
    }

    [Test]
    public async Task A_commit_that_turns_out_to_be_refused_is_put_back()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        await _bench.Table.Inner.DestroyAsync(record.Id, default);

        Assert.CatchAsync<SessionGoneException>(() => request.CommitAsync());

        Assert.That((request.Draft.InDoubt, request.Draft.HasChanges()), Is.EqualTo(((WriteResult?)null, true)));
        Assert.That(_bench.Logged, Does.Contain(("SessionRefused", $"A commit of session {record.Id[..8]} was refused (Dead); 1 changed fields were discarded.")));
    }

    // With the 5 s that it may take again it must be over within 90 s.
    [TestCase(85, true)]
    [TestCase(85.001, false)]
    public async Task A_commit_in_doubt_is_not_repeated_once_its_record_may_have_forgotten_it(double seconds, bool isRepeated)
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Increment("visits");
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var failure = await CaughtAsync(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Has.Length.EqualTo(isRepeated ? 2 : 1));
        Assert.That(failure?.Message, isRepeated ? Is.Null : Does.Contain("'sessions' was lost, and it is too late to repeat it; it may have been applied"));
        Assert.That((failure as SessionStoreException)?.IsTransient, Is.EqualTo(isRepeated ? null : false));
        Assert.That(request.Draft.InDoubt is null, Is.EqualTo(isRepeated));
    }

    [Test]
    public async Task The_time_counts_from_the_first_attempt()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Increment("visits");
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: true, times: 2);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(80));
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(80));

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_creation_in_doubt_is_repeated_at_any_time_because_an_id_is_used_once()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Create", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        Assert.That(request.Draft.ToDestroy, Is.EqualTo(new[] { new SessionToDestroy(request.Draft.Id, Record: null) }));
        _bench.Clock.Advance(TimeSpan.FromSeconds(100));

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Create" }));
        Assert.That(request.Draft.WasCreated, Is.True);
    }

    [Test]
    public async Task Any_exception_of_a_table_leaves_the_write_in_doubt()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", new NotSupportedException(), isApplied: true);

        Assert.CatchAsync<NotSupportedException>(() => request.CommitAsync());

        Assert.That(request.Draft.InDoubt, Is.Not.Null);
    }

    [Test]
    public async Task A_commit_beyond_its_deadline_says_so_and_stays_in_doubt()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.BeforeNext("Commit", () =>
        {
            _bench.Clock.Advance(_bench.Options.IOTimeout);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        });

        var failure = Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.Contain("The session commit on table 'sessions' took longer than IOTimeout"));
        Assert.That(request.Draft.InDoubt, Is.Not.Null);
    }

    [Test]
    public async Task A_commit_that_kept_failing_until_its_deadline_names_the_last_failure_and_its_kind()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", new SessionStoreException("The table throttles.") { IsThrottled = true }, isApplied: false);
        _bench.Table.BeforeNext("Commit", () =>
        {
            _bench.Table.BeforeNext("Commit", () =>
            {
                _bench.Clock.Advance(_bench.Options.IOTimeout);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
            });
            return Task.CompletedTask;
        });

        var failure = Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.StartWith("The table throttles.").And.Contain("retried until IOTimeout"));
        Assert.That(failure.IsThrottled, Is.True);
        Assert.That(failure.InnerException, Is.TypeOf<SessionStoreException>());
    }

    [Test]
    public async Task A_repeated_commit_has_a_deadline_too()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Table.BeforeNext("Commit", () =>
        {
            _bench.Clock.Advance(_bench.Options.IOTimeout);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        });

        var failure = Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.Contain("The session commit on table 'sessions' took longer than IOTimeout"));
    }

    [Test]
    public async Task A_change_that_the_stored_type_refuses_is_not_in_doubt()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Increment("visits");
        await _bench.OthersCommitAsync(request.Draft.Id, ("visits", SessionChange.Set(Sample.Text("many"))));

        Assert.CatchAsync<SessionFieldTypeException>(() => request.CommitAsync());

        Assert.That((request.Draft.InDoubt, request.Draft.HasChanges()), Is.EqualTo(((WriteResult?)null, true)));
    }

    [Test]
    public async Task A_session_that_is_too_large_for_the_table_is_not_in_doubt()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", new SessionTooLargeException("The item is too large."), isApplied: false);

        Assert.CatchAsync<SessionTooLargeException>(() => request.CommitAsync());

        Assert.That((request.Draft.InDoubt, request.Draft.HasChanges()), Is.EqualTo(((WriteResult?)null, true)));
    }

    [Test]
    public async Task A_session_that_the_options_do_not_allow_is_not_sent_and_keeps_its_marks()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", new string('x', 100_000));

        Assert.CatchAsync<SessionTooLargeException>(() => request.CommitAsync());
        request.Fields.Set("a", "small");
        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
    }

    [Test]
    public async Task A_commit_overtaken_by_another_is_a_conflict_for_an_optimistic_request()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record, isOptimistic: true);
        request.Fields.Set("a", 1);
        request.Fields.Set("b", 1);
        await _bench.OthersCommitAsync(record.Id, ("c", SessionChange.Increment(1)));

        var failure = Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.Contain("2 changed fields"));
        Assert.That((request.Draft.InDoubt, request.Draft.HasChanges(), request.Written.Count), Is.EqualTo(((WriteResult?)null, true, 0)));
        Assert.That(_bench.Logged, Is.EqualTo(new[] { ("SessionRefused", $"A commit of session {record.Id[..8]} was refused (Conflict); 2 changed fields were discarded.") }));
    }

    [Test]
    public async Task A_commit_to_an_ended_session_says_how_it_ended()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.Fields.Set("a", 1);
        await _bench.Table.Inner.DestroyAsync(record.Id, default);

        var failure = Assert.CatchAsync<SessionGoneException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.Contain("(Dead)").And.Contain("1 changed fields"));
    }

    [Test]
    public void A_late_request_is_refused_without_a_call()
    {
        var request = _bench.OpenNew(wasDead: true);
        request.Fields.Set("a", 1);

        var failure = Assert.CatchAsync<SessionGoneException>(() => request.CommitAsync());

        Assert.That(failure!.Message, Does.Contain("less than a minute ago"));
        Assert.That(_bench.Table.Operations, Is.Empty);
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "LateWriteRefused" }));
        Assert.That(request.Draft.HasChanges(), Is.True);
    }

    [Test]
    public async Task Without_consent_nothing_is_sent_and_that_is_logged()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);

        await request.CommitAsync(mayStoreCookie: false);

        Assert.That(_bench.Table.Operations, Is.Empty);
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "ConsentMissing" }));
    }

    [Test]
    public async Task What_was_not_stored_without_consent_is_stored_once_there_is_consent()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        await request.CommitAsync(mayStoreCookie: false);

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<SessionCreation>("Create").Single().Fields.Keys, Is.EqualTo(new[] { "a" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_stream_gets_a_session_if_the_request_has_written_to_it_even_if_nothing_of_it_is_left(bool wasWrittenTo)
    {
        var request = _bench.OpenNew();
        request.Draft.WasWrittenTo = wasWrittenTo;

        await request.Committer.CommitAsync(new CommitTerms(CommitMoment.BeforeResponse, MayStoreCookie: true) { IsStreaming = true }, CancellationToken.None);

        Assert.That(_bench.Table.Operations, Is.EqualTo(wasWrittenTo ? new[] { "Create" } : []));
    }

    [Test]
    public async Task What_one_commit_has_extended_stays_extended_after_the_next()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        for (var commit = 1; commit <= 2; commit++)
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            request.Fields.Set("a", commit);
            request.Draft.Set(properties => properties with { IsPersistent = !properties.IsPersistent });
            await request.CommitAsync();
        }

        Assert.That((request.Draft.WasExtended, request.Draft.HasNewPersistence), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_destroyed_session_ends_after_the_new_one_has_started()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.Destroy();
        request.Fields.Set("message", "signed out");

        await request.CommitAsync();
        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Destroy" }));
        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { record.Id }));
        Assert.That(_bench.Logged, Does.Contain(("SessionDestroyed", $"Session {record.Id[..8]} was destroyed (it was live: True).")));
        Assert.That(request.State.HasSessionsToDestroy, Is.False);
    }

    [Test]
    public async Task A_session_does_not_end_when_the_new_one_could_not_start()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.Destroy();
        request.Fields.Set("message", "signed out");
        _bench.Table.Fail("Create", TableFailure.Permanent, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
        Assert.That(request.State.HasSessionsToDestroy, Is.True);
    }

    [Test]
    public async Task Only_what_has_not_ended_yet_is_ended_by_the_next_commit()
    {
        var first = await _bench.StoreAsync();
        var request = _bench.Open(first);
        request.State.Destroy();
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Destroy", TableFailure.Permanent, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var second = request.Draft.Id;
        request.State.Destroy();
        _bench.Table.BeforeNext("Destroy", () =>
        {
            _bench.Table.BeforeNext("Destroy", () => throw TableFailure.Permanent);
            return Task.CompletedTask;
        });
        _bench.Table.Forget();
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { first.Id, second, second }));
    }

    [Test]
    public async Task A_session_in_doubt_that_is_destroyed_is_settled_first()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Create", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        var id = request.Draft.Id;
        request.State.Destroy();

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<string>("Destroy"), Is.EqualTo(new[] { id }));
        Assert.That(await _bench.FindAsync(id), Is.Null);
    }

    [Test]
    public async Task A_reused_id_that_another_request_has_stored_meanwhile_is_updated()
    {
        var other = await _bench.StoreAsync(("theirs", Sample.Number(1)));
        var request = _bench.OpenReused(other.Id);
        request.Fields.Set("ours", 2);

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Load", "Commit" }));
        Assert.That((await _bench.FindAsync(other.Id))!.Fields.Keys, Is.EquivalentTo(new[] { "theirs", "ours" }));
        Assert.That(request.Draft.Record!.Fields.Keys, Is.EquivalentTo(new[] { "theirs", "ours" }));
        Assert.That(request.Fields.Names, Is.EquivalentTo(new[] { "theirs", "ours" }));
        Assert.That(_bench.Table.Sent<SessionCommit>("Commit").Single().KeepsLease, Is.False);
    }

    [Test]
    public async Task A_reused_id_whose_other_session_has_ended_meanwhile_is_a_conflict()
    {
        var other = await _bench.StoreAsync();
        var request = _bench.OpenReused(other.Id);
        request.Fields.Set("ours", 2);
        _bench.Table.BeforeNext("Load", () => _bench.Table.Inner.DestroyAsync(other.Id, default));

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create", "Load" }));
        Assert.That(request.Draft.HasChanges(), Is.True);
    }

    [Test]
    public async Task A_new_id_that_is_taken_is_a_conflict_without_a_read()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        await _bench.Table.Inner.CreateAsync(Sample.Creation(_bench.Now, request.Draft.Id), default);

        Assert.CatchAsync<SessionConflictException>(() => request.CommitAsync());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_lease_is_kept_by_an_explicit_commit_alone(bool isExplicit)
    {
        var record = await _bench.StoreAsync();
        var lease = new SessionLease { Id = record.Id, Duration = TimeSpan.FromSeconds(30) };
        await ((ISessionLeaseTable)_bench.Table.Inner).AcquireAsync(lease, default);
        var request = _bench.Open(record, lease: lease);
        request.Fields.Set("a", 1);

        await request.CommitAsync(isExplicit ? CommitMoment.Explicit : CommitMoment.BeforeResponse);

        var commit = _bench.Table.Sent<SessionCommit>("Commit").Single();
        Assert.That((commit.Lease, commit.KeepsLease, request.State.HeldLease), Is.EqualTo((lease, isExplicit, isExplicit ? lease : null)));
    }

    private static async Task<Exception?> CaughtAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (SessionException exception)
        {
            return exception;
        }
    }
}
