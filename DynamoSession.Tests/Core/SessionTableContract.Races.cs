using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>Parallel calls.</summary>
public abstract partial class SessionTableContract
{
    /// <summary>Gives a table whose calls nothing puts in order on their way.</summary>
    private protected virtual Task<ISessionTable> CreateTableForRacesAsync(TimeProvider clock) => Task.FromResult(Table);

    private async Task BeginRaceAsync() => Table = await CreateTableForRacesAsync(Clock);

    [Test]
    public async Task Fifty_parallel_writers_of_different_fields_lose_nothing()
    {
        await BeginRaceAsync();
        var record = await CreatedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => CommitAsync(record, ($"field {index}", SetText("v")))));

        Assert.That(outcomes, Is.All.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await LoadedAsync(record.Id)).Fields, Has.Count.EqualTo(50));
    }

    [Test]
    public async Task Two_hundred_parallel_increments_add_up()
    {
        await BeginRaceAsync();
        var record = await CreatedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => CommitAsync(record, ("count", SessionChange.Increment(1)))));

        var after = await LoadedAsync(record.Id);
        Assert.That(outcomes, Is.All.EqualTo(SessionWriteStatus.Applied));
        Assert.That(Sample.TextOf(after.Fields["count"]), Is.EqualTo("""{"N":"200"}"""));
        Assert.That(after.Version, Is.EqualTo(201));
    }

    [Test]
    public async Task Parallel_commits_of_very_many_fields_merge()
    {
        await BeginRaceAsync();
        var record = await CreatedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer =>
            CommitAsync(record, [.. Enumerable.Range(0, 300).Select(index => ($"{writer}/{index}", SetText("v"))), ("count", SessionChange.Increment(1))])));

        var after = await LoadedAsync(record.Id);
        Assert.That(outcomes, Is.All.EqualTo(SessionWriteStatus.Applied));
        Assert.That(after.Fields, Has.Count.EqualTo(1_201));
        Assert.That(Sample.TextOf(after.Fields["count"]), Is.EqualTo("""{"N":"4"}"""));
    }

    [Test]
    public async Task Of_parallel_creations_of_one_id_one_wins()
    {
        await BeginRaceAsync();
        var id = Sample.NewId();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Table.CreateAsync(Sample.Creation(Now, id), default)));

        Assert.That(outcomes.Count(outcome => outcome == SessionWriteStatus.Applied), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome == SessionWriteStatus.Conflict), Is.EqualTo(9));
    }

    [Test]
    public async Task A_destroyed_session_stays_destroyed_whatever_races_with_it([Range(1, 10)] int _)
    {
        var record = await CreatedAsync();

        var late = Enumerable.Range(0, 5).SelectMany(index => new[]
        {
            Task.Run(() => CommitAsync(record, ($"field {index}", SetText("v")))),
            Task.Run(() => Table.TouchAsync(record.Id, idleTimeout: null, Now.AddHours(1 + index), default)),
            Task.Run(() => Table.CommitAsync(Sample.Commit(record, Sample.ClearAnd(("x", SetText("v")))), default)),
            Task.Run(() => CommitAsync(record, Many(260))),
        }).ToArray();
        var destroyed = await Task.Run(() => Table.DestroyAsync(record.Id, default));
        var outcomes = await Task.WhenAll(late);

        Assert.That(destroyed, Is.True);
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That(outcomes, Is.All.AnyOf(SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied, SessionWriteStatus.Dead));
        Assert.That(await CommitAsync(record, ("late", SetText("v"))), Is.EqualTo(SessionWriteStatus.Dead));
    }
}
