using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>A table on a clock that stands still, and what one can bring about and try in it.</summary>
public abstract partial class SessionTableFixture
{
    private protected ManualTimeProvider Clock { get; private set; } = null!;

    private protected ISessionTable Table { get; set; } = null!;

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    [SetUp]
    public async Task CreateTheTable()
    {
        Clock = new();
        Table = await CreateTableAsync(Clock);
    }

    private protected abstract Task<ISessionTable> CreateTableAsync(TimeProvider clock);

    private protected async Task<SessionRecord> CreatedAsync(params (string Name, SessionValue Value)[] fields)
    {
        var creation = Sample.Creation(Now, fields: fields);
        Assert.That(await Table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        return await LoadedAsync(creation.Id);
    }

    private protected async Task<SessionRecord> LoadedAsync(string id)
    {
        var result = await Table.LoadAsync(id, consistentRead: true, default);
        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Live));
        return result.Record!;
    }

    private protected async Task<Dictionary<string, string>> FieldsOfAsync(string id) => Sample.TextOf((await LoadedAsync(id)).Fields);

    private protected async Task<SessionLoadStatus> StatusOfAsync(string id) => (await Table.LoadAsync(id, consistentRead: true, default)).Status;

    private protected Task<SessionWriteStatus> CommitAsync(SessionRecord loaded, params (string Name, SessionChange Change)[] changes) =>
        Table.CommitAsync(Sample.Commit(loaded, Sample.Changes(changes)), default);

    private protected static SessionChange SetText(string text) => SessionChange.Set(Sample.Text(text));
}
