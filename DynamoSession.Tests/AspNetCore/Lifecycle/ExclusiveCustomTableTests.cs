using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Exclusive requests on an application's own table, which does not tell whether a lease is held.</summary>
public sealed class ExclusiveCustomTableTests
{
    [Test]
    public async Task A_table_that_does_not_show_leases_still_runs_one_request_at_a_time()
    {
        var table = new SilentTable(new InMemorySessionTable(TimeProvider.System) { IsAsynchronous = true });
        var running = 0;
        var overlaps = 0;
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/start", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/exclusive", async (HttpContext context) =>
                {
                    overlaps += Interlocked.Increment(ref running) - 1;
                    await Task.Yield();
                    context.Session.Set("count", context.Session.Get<int>("count") + 1);
                    Interlocked.Decrement(ref running);
                }).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
            },
            options => options.LeaseWait = TimeSpan.FromMinutes(1),
            builder => builder.Services.AddSingleton<ISessionTable>(table));
        using var browser = app.NewBrowser();
        await browser.PostAsync("/start");
        var lease = new SessionLease { Id = SessionId.PublicIdOf(browser.SessionCookie!), Duration = TimeSpan.FromMinutes(5) };
        await table.AcquireAsync(lease, default);

        var requests = Enumerable.Range(0, 10).Select(_ => browser.PostAsync("/exclusive")).ToArray();
        Assert.That(() => table.Refused, Is.GreaterThanOrEqualTo(2).After(10_000, 10));
        await table.ReleaseAsync(lease, default);
        var answers = await Task.WhenAll(requests);

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(overlaps, Is.Zero);
        Assert.That((await table.LoadAsync(lease.Id, consistentRead: true, default)).Record!.Version, Is.EqualTo(11));
    }

    private sealed class SilentTable(ISessionTable inner) : DelegatingSessionTable(inner), ISessionLeaseTable
    {
        private int _refused;

        public int Refused => Volatile.Read(ref _refused);

        public override async Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
            await base.LoadAsync(id, consistentRead, cancellationToken) is { Record: { } record }
                ? SessionLoadResult.Live(new SessionRecord
                {
                    Id = record.Id,
                    Fields = record.Fields,
                    Version = record.Version,
                    CreatedAt = record.CreatedAt,
                    ExpiresAt = record.ExpiresAt,
                    AbsoluteExpiresAt = record.AbsoluteExpiresAt,
                    CommitTokens = record.CommitTokens,
                })
                : SessionLoadResult.None(SessionLoadStatus.Missing);

        public async Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken)
        {
            var result = await Inner.AcquireAsync(lease, cancellationToken);
            if (result.Status == SessionLoadStatus.Leased)
            {
                Interlocked.Increment(ref _refused);
            }

            return result;
        }

        public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => Inner.ReleaseAsync(lease, cancellationToken);
    }
}
