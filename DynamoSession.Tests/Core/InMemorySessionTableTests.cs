using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public sealed class InMemorySessionTableTests : SessionTableContract
{
    private InMemorySessionTable _table = null!;

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
