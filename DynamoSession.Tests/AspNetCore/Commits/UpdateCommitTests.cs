using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>Which requests change a field depending on what it is.</summary>
public sealed class UpdateCommitTests
{
    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task An_update_is_one_commit_that_requires_the_loaded_version()
    {
        var request = _bench.Open(await _bench.StoreAsync(("points", Sample.Number(5))));

        var points = await request.UpdateAsync<int>("points", points => points + 1);

        var commit = _bench.Table.Sent<SessionCommit>("Commit").Single();
        Assert.That((points, commit.RequiresLoadedVersion), Is.EqualTo((6, true)));
        Assert.That(Sample.TextOf(commit.Changes.Fields["points"].Value!), Is.EqualTo("""{"N":"6"}"""));
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
    }

    [Test]
    public async Task An_update_that_was_overtaken_is_made_again_from_what_others_have_left()
    {
        var record = await _bench.StoreAsync(("points", Sample.Number(5)));
        var request = _bench.Open(record);
        request.Fields.Set("other", "change");
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Set(Sample.Number(50)))));

        var points = await request.UpdateAsync<int>("points", points => points + 1);

        Assert.That(points, Is.EqualTo(51));
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit", "Load", "Commit" }));
        Assert.That(
            Sample.TextOf((await _bench.FindAsync(record.Id))!.Fields),
            Is.EquivalentTo(new Dictionary<string, string> { ["points"] = """{"N":"51"}""", ["other"] = """{"S":"change"}""" }));
        Assert.That(request.Draft.HasChanges(), Is.False);
    }

    [Test]
    public async Task What_the_request_had_set_before_is_what_the_update_starts_from_again()
    {
        var record = await _bench.StoreAsync(("points", Sample.Number(5)));
        var request = _bench.Open(record);
        request.Fields.Set("points", 7);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Set(Sample.Number(50)))));

        var points = await request.UpdateAsync<int>("points", points => points + 1);

        Assert.That(points, Is.EqualTo(8));
    }

    [Test]
    public async Task Properties_that_another_request_has_set_are_kept()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.Table.Inner.CommitAsync(
            new SessionCommit { Loaded = record, Changes = Sample.Changes(), ExpiresAt = record.ExpiresAt, IdleTimeout = TimeSpan.FromMinutes(5), UserId = "ada" }, default));

        await request.UpdateAsync<int>("points", points => points + 1);

        var stored = await _bench.FindAsync(record.Id);
        Assert.That((stored!.UserId, stored.IdleTimeout, request.Draft.Properties.UserId, request.Draft.Properties.IdleTimeout), Is.EqualTo(("ada", TimeSpan.FromMinutes(5), "ada", TimeSpan.FromMinutes(5))));
    }

    [Test]
    public async Task An_update_pauses_from_its_second_retry_on()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        var others = 3;
        Task Overtake()
        {
            if (--others > 0)
            {
                _bench.Table.BeforeNext("Commit", Overtake);
            }

            return _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Increment(10)));
        }

        _bench.Table.BeforeNext("Commit", Overtake);

        Assert.That(await request.UpdateAsync<int>("points", points => points + 1), Is.EqualTo(31));
        Assert.That(_bench.Timing.Pauses, Is.EqualTo(2));
    }

    [Test]
    public async Task An_abandoned_update_is_not_made_again()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Increment(1))));

        await Assert.ThatAsync(() => request.UpdateAsync<int>("points", points => points + 1, isAbandoned: () => true), Throws.TypeOf<SessionConflictException>());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
        Assert.That(request.Draft.HasChanges(), Is.False, "The field is as it was before the update.");
    }

    [TestCase(true, "Commit")]
    [TestCase(false, "Commit Load Commit")]
    public async Task Other_changes_of_an_optimistic_request_make_a_conflict_final(bool hasOthers, string operations)
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record, isOptimistic: true);
        if (hasOthers)
        {
            request.Fields.Set("other", 1);
        }

        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Increment(1))));

        await Assert.ThatAsync(
            () => request.UpdateAsync<int>("points", points => points + 1), hasOthers ? Throws.TypeOf<SessionConflictException>() : Throws.Nothing);

        Assert.That(string.Join(' ', _bench.Table.Operations), Is.EqualTo(operations));
    }

    [Test]
    public async Task An_update_of_a_session_that_has_ended_says_so()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        await _bench.Table.Inner.DestroyAsync(record.Id, default);

        await Assert.ThatAsync(() => request.UpdateAsync<int>("points", points => points + 1), Throws.TypeOf<SessionGoneException>());

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
    }

    [Test]
    public async Task A_session_that_ends_between_two_attempts_says_how()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Increment(1))));
        _bench.Table.BeforeNext("Load", () => _bench.Table.Inner.DestroyAsync(record.Id, default));

        await Assert.ThatAsync(
            () => request.UpdateAsync<int>("points", points => points + 1), Throws.TypeOf<SessionGoneException>().With.Message.Contains("(Dead)").And.Message.Contains("updated"));
    }

    [Test]
    public async Task The_read_before_a_retry_has_a_deadline()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("points", SessionChange.Increment(1))));
        _bench.Table.BeforeNext("Load", () =>
        {
            _bench.Clock.Advance(_bench.Options.IOTimeout);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        });

        await Assert.ThatAsync(
            () => request.UpdateAsync<int>("points", points => points + 1),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("The session load on table 'sessions' took longer than IOTimeout"));
    }

    [Test]
    public async Task An_update_whose_response_was_lost_is_settled_by_the_next_commit()
    {
        var record = await _bench.StoreAsync(("points", Sample.Number(5)));
        var request = _bench.Open(record);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: true);

        Assert.CatchAsync<SessionStoreException>(() => request.UpdateAsync<int>("points", points => points + 1));
        await request.UpdateAsync<int>("points", points => points + 1);

        Assert.That(Sample.TextOf((await _bench.FindAsync(record.Id))!.Fields["points"]), Is.EqualTo("""{"N":"7"}"""));
        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit", "Commit", "Commit" }));
    }

    [Test]
    public async Task A_field_that_is_absent_has_its_default()
    {
        var request = _bench.Open(await _bench.StoreAsync());

        Assert.That(await request.UpdateAsync<string>("name", name => name ?? "nobody"), Is.EqualTo("nobody"));
    }

    [Test]
    public async Task An_update_of_no_session_starts_one()
    {
        var request = _bench.OpenNew();

        await request.UpdateAsync<int>("points", points => points + 1);

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Create" }));
    }
}
