using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Sharing;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Aws;
using Microsoft.Extensions.Caching.Distributed;

namespace DynamoSession.Tests.Core.Calls;

/// <summary>A client that blocks before it returns a task blocks no caller, whatever is called.</summary>
[NonParallelizable]
public sealed class ClientCallsTests
{
    // As long as Laravel's; the others take any.
    private const string LegacyId = "0123456789012345678901234567890123456789";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static readonly int MostThreads = Math.Max(2, Environment.ProcessorCount);

    private ManualResetEventSlim _gate = null!;
    private IAmazonDynamoDB _client = null!;

    [SetUp]
    public void Close()
    {
        _gate = new ManualResetEventSlim();
        _client = BlockingClient.Create<IAmazonDynamoDB>(_gate);
    }

    [TearDown]
    public void Open()
    {
        _gate.Set();
        _client.Dispose();
        _gate.Dispose();
    }

    [TestCaseSource(nameof(Operations))]
    public async Task The_token_ends_every_operation(Func<IAmazonDynamoDB, ManualResetEventSlim, CancellationToken, Task> operation)
    {
        using var canceled = new CancellationTokenSource();
        var began = TimeProvider.System.GetTimestamp();

        var call = operation(_client, _gate, canceled.Token);
        await canceled.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(Soon));
    }

    [Test]
    public async Task However_many_calls_there_are_they_block_a_few_threads()
    {
        using var canceled = new CancellationTokenSource();
        var tables = Enumerable.Range(0, 5).Select(_ => Native(_client)).ToArray();
        var blocked = (BlockingClient)(object)_client;

        var calls = Enumerable.Range(0, 100)
            .Select(call => tables[call % tables.Length].LoadAsync(Sample.NewId(), consistentRead: true, canceled.Token))
            .ToArray();
        using var limit = new CancellationTokenSource(Soon);
        while (blocked.Blocked < MostThreads)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }

        // Another client's calls have threads of their own.
        await ClientCalls.Of(new object()).RunAsync(() => Task.FromResult(true), limit.Token);

        Assert.That(blocked.Blocked, Is.EqualTo(MostThreads));
        await canceled.CancelAsync();
        Assert.That(async () => await Task.WhenAll(calls), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Threads_are_free_again_when_the_client_is_whatever_has_become_of_the_calls()
    {
        var calls = ClientCalls.Of(_client);
        using var canceled = new CancellationTokenSource();
        var abandoned = Enumerable.Range(0, 3 * MostThreads).Select(_ => calls.RunAsync(BlockThenFailAsync, canceled.Token)).ToArray();
        await canceled.CancelAsync();
        Assert.That(async () => await Task.WhenAll(abandoned), Throws.InstanceOf<OperationCanceledException>());

        _gate.Set();
        using var limit = new CancellationTokenSource(Soon);
        var results = await Task.WhenAll(Enumerable.Range(0, 3 * MostThreads).Select(number => calls.RunAsync(() => Task.FromResult(number), limit.Token)));

        Assert.That(results, Is.EqualTo(Enumerable.Range(0, 3 * MostThreads)));

        Task<int> BlockThenFailAsync()
        {
            _gate.Wait(TimeSpan.FromSeconds(20));
            throw new AmazonDynamoDBException("too late");
        }
    }

    [Test]
    public void A_failure_is_the_clients_own_whether_thrown_or_returned([Values] bool isThrown)
    {
        var failure = new AmazonDynamoDBException("no such table");

        Assert.That(
            () => ClientCalls.Of(_client).RunAsync(() => isThrown ? throw failure : Task.FromException<int>(failure), default),
            Throws.Exception.SameAs(failure));
    }

    [Test]
    public async Task A_call_has_the_callers_context()
    {
        var ambient = new AsyncLocal<string> { Value = "request" };

        Assert.That(await ClientCalls.Of(_client).RunAsync(() => Task.FromResult(ambient.Value), default), Is.EqualTo("request"));
    }

    private static IEnumerable<TestCaseData> Operations()
    {
        foreach (var (name, table) in new (string, Func<IAmazonDynamoDB, ISessionTable>)[] { ("native", Native), ("shared", Shared) })
        {
            yield return Case($"{name} load", (client, token) => table(client).LoadAsync(Sample.NewId(), consistentRead: true, token));
            yield return Case($"{name} create", (client, token) => table(client).CreateAsync(Creation(), token));
            yield return Case($"{name} commit", (client, token) => table(client).CommitAsync(Sample.Commit(Record, Sample.Changes()), token));
            yield return Case($"{name} touch", (client, token) => table(client).TouchAsync(Record.Id, idleTimeout: null, Now, token));
            yield return Case($"{name} fence", (client, token) => table(client).FenceAsync(new() { Id = Record.Id, Version = 1, Copied = Record }, token));
            yield return Case($"{name} destroy", (client, token) => table(client).DestroyAsync(Record.Id, token));
        }

        var lease = new SessionLease { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(30) };
        yield return Case("acquire", (client, token) => Native(client).AcquireAsync(lease, token));
        yield return Case("release", (client, token) => Native(client).ReleaseAsync(lease, token));
        yield return Case("detach the origin", (client, token) => ((ISessionOriginTable)Native(client)).DetachOriginAsync(Sample.NewId(), token));
        yield return Case("create the table", (client, token) =>
            new SessionTableProvisioner(client, new(), TimeProvider.System).CreateIfNotExistsAsync(TimeSpan.FromMinutes(1), token));

        var legacy = new LegacyTableOptions { TableName = "legacy" };
        var laravel = new LaravelSessionOptions { Table = { TableName = "legacy" } };
        foreach (var (name, store) in new (string, Func<IAmazonDynamoDB, ILegacySessionStore>)[]
        {
            ("Express", client => new ExpressSessionStore(client, legacy, ExpressFormat.ConnectDynamoDb, TimeProvider.System)),
            ("Laravel", client => new LaravelSessionStore(client, laravel, TimeProvider.System)),
            ("Microsoft", client => new DistributedCacheTableStore(client, legacy, TimeProvider.System)),
        })
        {
            yield return Case($"{name} load", (client, token) => store(client).LoadAsync(LegacyId, token));
            yield return Case($"{name} delete", (client, token) => store(client).DeleteAsync(LegacyId, token));
        }

        yield return Case("bulk scan", (client, token) => new LegacyTable(client, "legacy").ScanAsync(0, 1, null, 10, null, _ => { }, token));
        yield return Case("bulk read", (client, token) => new LegacyTable(client, "legacy").GetAsync([], _ => { }, token));
        yield return Case("bulk delete", (client, token) => new LegacyTable(client, "legacy").DeleteUnchangedAsync([], [], "token", _ => { }, token));
        yield return Case("bulk estimate", (client, token) => new LegacyTable(client, "legacy").EstimateAsync(token));

        yield return new TestCaseData((IAmazonDynamoDB _, ManualResetEventSlim gate, CancellationToken token) => Cache(gate).LoadAsync(LegacyId, token)) { TestName = "cache load" };
        yield return new TestCaseData((IAmazonDynamoDB _, ManualResetEventSlim gate, CancellationToken token) => Cache(gate).DeleteAsync(LegacyId, token)) { TestName = "cache delete" };
    }

    private static TestCaseData Case(string name, Func<IAmazonDynamoDB, CancellationToken, Task> operation) =>
        new((IAmazonDynamoDB client, ManualResetEventSlim _, CancellationToken token) => operation(client, token)) { TestName = name };

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static SessionRecord Record { get; } = new()
    {
        Id = Sample.NewId(),
        Fields = Sample.Fields(),
        Version = 1,
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(20),
        AbsoluteExpiresAt = null,
        Content = Sample.Json("""{"M":{}}"""),
        CommitTokens = new Dictionary<string, long>(),
    };

    private static SessionCreation Creation() => new()
    {
        Id = Sample.NewId(),
        Fields = Sample.Fields(),
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(20),
        AbsoluteExpiresAt = null,
    };

    private static DynamoDbSessionTable Native(IAmazonDynamoDB client) => new(client, new(), TimeProvider.System);

    private static ExpressSessionTable Shared(IAmazonDynamoDB client) =>
        new(client, new() { TableName = "shared" }, ExpressFormat.PwrDrvr, new(), TimeProvider.System);

    private static DistributedCacheStore Cache(ManualResetEventSlim gate) =>
        new(BlockingClient.Create<IDistributedCache>(gate), new(), TimeProvider.System);
}
