using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Contract;

namespace DynamoSession.Tests.Core;

public sealed class InMemorySessionTableTests : SessionTableContract
{
    private const string Forgotten = "Memory deletes within minutes what has ended; DynamoDB's time to live takes days.";

    private InMemorySessionTable _table = null!;

    internal override IReadOnlyList<KnownDifference> KnownDifferences { get; } =
    [
        new(Situation.ExpiredLongAgo, Attempt.Load, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.LoadEventually, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Acquire, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Release, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Create, "Applied", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Commit, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CommitVeryMany, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CommitAll, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CommitUnlessChanged, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CommitVeryManyUnlessChanged, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CommitUnderLease, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Touch, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.CompleteMigration, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Fence, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.FenceUnderLease, "Missing", Forgotten),
        new(Situation.ExpiredLongAgo, Attempt.Destroy, "False", Forgotten),
        new(Situation.DestroyedLongAgo, Attempt.Create, "Applied", Forgotten),
        new(Situation.DestroyedLongAgo, Attempt.CreateMigrated, "Applied", Forgotten),
        new(Situation.DestroyedLongAgo, Attempt.CreateMigratedAgain, "Applied", Forgotten),
    ];

    [Test]
    public async Task What_has_ended_is_not_kept_for_ever()
    {
        await CreatedAsync();
        var destroyed = await CreatedAsync();
        await Table.DestroyAsync(destroyed.Id, default);

        Clock.Advance(TimeSpan.FromMinutes(23));
        var live = await CreatedAsync();

        Assert.That(_table.Count, Is.EqualTo(1));
        Assert.That(await StatusOfAsync(live.Id), Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task Fields_that_the_caller_changes_afterwards_are_not_the_tables()
    {
        var creation = Sample.Creation(Now, fields: ("a", Sample.Number(1)));
        await Table.CreateAsync(creation, default);

        ((Dictionary<string, SessionValue>)creation.Fields).Clear();

        Assert.That(await FieldsOfAsync(creation.Id), Contains.Key("a"));
    }

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock) =>
        Task.FromResult<ISessionTable>(_table = new InMemorySessionTable(clock));
}
