using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Moq;

namespace DynamoSession.Tests.Core;

/// <summary>The base class of tables that wrap another.</summary>
public sealed class DelegatingSessionTableTests
{
    private static readonly CancellationToken Token = new CancellationTokenSource().Token;

    private static readonly SessionRecord Record = new()
    {
        Id = "id",
        Fields = Sample.Fields(),
        Version = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddMinutes(20),
        AbsoluteExpiresAt = null,
        CommitTokens = new Dictionary<string, long>(),
    };

    private readonly Mock<ISessionTable> _inner = new(MockBehavior.Strict);

    [Test]
    public async Task Every_call_reaches_the_inner_table_with_its_arguments()
    {
        var creation = Sample.Creation(DateTimeOffset.UnixEpoch);
        var commit = Sample.Commit(Record, Sample.Changes());
        var fence = new SessionFence { Id = "id", Version = 1 };
        _inner.Setup(table => table.LoadAsync("id", true, Token)).ReturnsAsync(SessionLoadResult.None(SessionLoadStatus.Expired));
        _inner.Setup(table => table.CreateAsync(creation, Token)).ReturnsAsync(SessionWriteStatus.Conflict);
        _inner.Setup(table => table.CommitAsync(commit, Token)).ReturnsAsync(SessionWriteStatus.Dead);
        _inner.Setup(table => table.TouchAsync("id", TimeSpan.FromMinutes(5), DateTimeOffset.UnixEpoch, Token)).ReturnsAsync(SessionWriteStatus.Missing);
        _inner.Setup(table => table.FenceAsync(fence, Token)).ReturnsAsync(SessionWriteStatus.Expired);
        _inner.Setup(table => table.DestroyAsync("id", Token)).ReturnsAsync(true);
        ISessionTable wrapped = new Wrapper(_inner.Object);

        Assert.Multiple(async () =>
        {
            Assert.That((await wrapped.LoadAsync("id", true, Token)).Status, Is.EqualTo(SessionLoadStatus.Expired));
            Assert.That(await wrapped.CreateAsync(creation, Token), Is.EqualTo(SessionWriteStatus.Conflict));
            Assert.That(await wrapped.CommitAsync(commit, Token), Is.EqualTo(SessionWriteStatus.Dead));
            Assert.That(await wrapped.TouchAsync("id", TimeSpan.FromMinutes(5), DateTimeOffset.UnixEpoch, Token), Is.EqualTo(SessionWriteStatus.Missing));
            Assert.That(await wrapped.FenceAsync(fence, Token), Is.EqualTo(SessionWriteStatus.Expired));
            Assert.That(await wrapped.DestroyAsync("id", Token), Is.True);
        });
        _inner.VerifyAll();
    }

    [Test]
    public void What_the_inner_table_can_do_the_outer_one_can_too()
    {
        var inner = new InMemorySessionTable(TimeProvider.System);
        ISessionTable wrapped = new Wrapper(new Wrapper(inner));

        Assert.That(wrapped.GetCapability<ISessionLeaseTable>(), Is.SameAs(inner));
        Assert.That(wrapped.GetCapability<InMemorySessionTable>(), Is.SameAs(inner));
    }

    [Test]
    public void The_outer_table_s_own_capability_comes_first()
    {
        ISessionTable wrapped = new Wrapper(new InMemorySessionTable(TimeProvider.System));

        Assert.That(wrapped.GetCapability<Wrapper>(), Is.SameAs(wrapped));
    }

    [Test]
    public void A_missing_capability_is_null_and_an_error_where_it_is_needed()
    {
        var table = new Wrapper(new PlainTable());

        Assert.That(table.GetCapability<ISessionLeaseTable>(), Is.Null);
        Assert.That(
            () => table.RequireLeases(),
            Throws.InvalidOperationException.With.Message.Contain(nameof(Wrapper)).And.Message.Contain("SessionConcurrency.Exclusive"));
    }

    private sealed class Wrapper(ISessionTable inner) : DelegatingSessionTable(inner);

    /// <summary>What an application may register: the required calls only.</summary>
    private sealed class PlainTable : ISessionTable
    {
        public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
