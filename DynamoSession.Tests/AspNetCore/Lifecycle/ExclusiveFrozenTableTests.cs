using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Exclusive requests on a table that stops responding, or fails, once they have the lease.</summary>
public sealed class ExclusiveFrozenTableTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly FreezingTable _table = new(new InMemorySessionTable(TimeProvider.System));
    private SessionApp _app;
    private Browser _browser;

    [SetUp]
    public async Task StartAsync()
    {
        _table.Reset();
        _app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/start", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/next", (HttpContext context) => context.Session.Increment("count")).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                app.MapPost("/read", (HttpContext context) => $"{context.Session.Get<int>("count")}").WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                app.MapPost("/optional", FreezeAsync).WithSessionPolicy(SessionAccess.Optional, concurrency: SessionConcurrency.Exclusive);
                app.MapPost("/{what}", FreezeAsync).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
            },
            options =>
            {
                options.IOTimeout = Limit;
                options.LeaseWait = TimeSpan.FromMinutes(1);
            },
            builder => builder.Services.AddSingleton<ISessionTable>(_table));
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/start");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/set", 503)]
    [TestCase("/commit", 503)]
    [TestCase("/renew", 503)]
    [TestCase("/update", 503)]
    [TestCase("/optional", 200)]
    public async Task It_costs_the_time_limit_once(string path, int status)
    {
        var began = TimeProvider.System.GetTimestamp();

        var answer = await _browser.PostAsync(path);

        var took = TimeProvider.System.GetElapsedTime(began);
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(took, Is.InRange(Limit, Limit * 1.8));
        Assert.That(() => _table.Releases, Is.EqualTo(1).After(10_000, 10), "The lease must still be released.");
    }

    [Test]
    public async Task The_next_request_goes_on_when_the_lease_has_been_released_and_not_before()
    {
        var first = _browser.PostAsync("/set");
        Assert.That(() => _table.IsFrozen, Is.True.After(10_000, 10));
        var next = _browser.PostAsync("/next");
        Assert.That((await first).Status, Is.EqualTo(503));

        _table.Thaw();

        Assert.That((await next).Status, Is.EqualTo(200));
        Assert.That(_table.FoundLeased, Is.Zero);
    }

    [Test]
    public async Task A_release_that_fails_with_any_exception_is_logged()
    {
        _table.ReleaseFailure = new InvalidOperationException("The cluster has no leader.");

        var answer = await _browser.PostAsync("/read");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "1")));
        Assert.That(() => _app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 26 && entry.Exception == _table.ReleaseFailure), Is.EqualTo(1).After(10_000, 10));
    }

    private async Task FreezeAsync(HttpContext context)
    {
        var session = context.GetDynamoSession();
        _table.Freeze();
        if (context.Request.Path == "/update")
        {
            await session.UpdateAsync<int>("count", count => count + 1);
            return;
        }

        session.Increment("count");
        if (context.Request.Path == "/renew")
        {
            session.RenewId();
        }

        if (context.Request.Path == "/commit")
        {
            await session.CommitAsync();
        }
    }

    private sealed class FreezingTable(ISessionTable inner) : DelegatingSessionTable(inner), ISessionLeaseTable
    {
        private volatile TaskCompletionSource? _thaw;
        private int _releases;
        private int _foundLeased;

        public bool IsFrozen => _thaw is { Task.IsCompleted: false };

        public int Releases => Volatile.Read(ref _releases);

        /// <summary>Gets how often a session was loaded while another request had its lease.</summary>
        public int FoundLeased => Volatile.Read(ref _foundLeased);

        public Exception? ReleaseFailure { get; set; }

        public void Reset() => (_thaw, _releases, _foundLeased, ReleaseFailure) = (null, 0, 0, null);

        public void Freeze() => _thaw = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Thaw() => _thaw!.SetResult();

        public override async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
        {
            var result = await base.LoadAsync(id, consistentRead, cancellationToken);
            Interlocked.Add(ref _foundLeased, result.Record is { IsLeased: true } ? 1 : 0);
            return result;
        }

        public override async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
        {
            await WaitAsync(cancellationToken);
            return await base.CommitAsync(commit, cancellationToken);
        }

        public override async Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
        {
            await WaitAsync(cancellationToken);
            return await base.CreateAsync(creation, cancellationToken);
        }

        public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => Inner.AcquireAsync(lease, cancellationToken);

        public async Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _releases);
            await WaitAsync(cancellationToken);
            if (ReleaseFailure is { } failure)
            {
                throw failure;
            }

            await Inner.ReleaseAsync(lease, cancellationToken);
        }

        private Task WaitAsync(CancellationToken cancellationToken) => _thaw?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }
}
