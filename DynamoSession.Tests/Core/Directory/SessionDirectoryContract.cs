using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Directory;

/// <summary>What holds of the directory of every table. Each test has a table of its own.</summary>
public abstract partial class SessionDirectoryContract
{
    private protected ManualTimeProvider Clock { get; private set; } = null!;

    private protected ISessionTable Table { get; private set; } = null!;

    private protected ISessionDirectory Directory { get; private set; } = null!;

    /// <summary>Gets the clock of the table and the directory, which shows the same time.</summary>
    private protected virtual TimeProvider TimeSource => Clock;

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    [SetUp]
    public async Task CreateTheTable()
    {
        Clock = new();
        (Table, Directory) = await CreateAsync();
    }

    private protected abstract Task<(ISessionTable Table, ISessionDirectory Directory)> CreateAsync();

    private protected SessionCreation SignIn(
        string? userId = "ada", string? id = null, DateTimeOffset? since = null, string? predecessor = null, string? description = null, SessionLimit? limit = null) => new()
        {
            Id = id ?? Sample.NewId(),
            Fields = Sample.Fields(("a", Sample.Text("secret"))),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(20),
            AbsoluteExpiresAt = Now.AddHours(24),
            UserId = userId,
            UserSince = since,
            PredecessorId = predecessor,
            Description = description,
            Limit = limit,
        };

    private protected async Task<string> SignedInAsync(string? userId = "ada", SessionLimit? limit = null)
    {
        var creation = SignIn(userId, limit: limit);
        Assert.That(await Table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        return creation.Id;
    }

    private protected async Task<SessionRecord> LoadedAsync(string id) => (await Table.LoadAsync(id, consistentRead: true, default)).Record!;

    private protected async Task<SessionLoadStatus> StatusOfAsync(string id) => (await Table.LoadAsync(id, consistentRead: true, default)).Status;

    private protected static SessionCommit Bind(SessionRecord loaded, string? userId, DateTimeOffset? since = null, SessionLimit? limit = null) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(),
        ExpiresAt = loaded.ExpiresAt,
        IdleTimeout = loaded.IdleTimeout,
        UserId = userId,
        UserSince = since,
        Limit = limit,
    };

    private protected async Task<string[]> IdsOfAsync(string userId) => await Directory.ListByUserAsync(userId).Select(session => session.Id).ToArrayAsync();
}
