using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>A commit is retried only while the record is certain to hold its token.</summary>
[Category(ProofRun.Category)]
public sealed class LongRetryTests
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();

    [Test]
    public void A_deadline_within_which_a_record_could_lose_a_commit_token_is_not_allowed([Values(-1, 0, 1)] int offset)
    {
        var options = new DynamoSessionOptions { IOTimeout = TokenLifetime - Skew + TimeSpan.FromSeconds(offset) };

        Assert.That(new DynamoSessionOptionsValidator().Validate(null, options).Failed, Is.EqualTo(offset > 0));
    }

    [Test]
    [Category(TestEngine.Category)]
    public async Task A_commit_in_doubt_is_applied_once_however_late_it_is_retried_before_the_response([Values(5, 84, 85, 86, 91, 121, 600)] int seconds)
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };
        var engine = await TestEngine.ClientAsync();
        var table = new SlowResponseTable(new DynamoDbSessionTable(engine, options, _clock), _clock);
        var ahead = new DynamoDbSessionTable(engine, options, new SkewedClock(_clock, Skew));
        using var app = new Instance(table, _clock);
        var browser = new CookieJar(_clock);
        await app.SendAsync(browser, session => session.Set("count", 0));
        var id = SessionId.PublicIdOf(browser[SessionApp.CookieName]!);
        table.Delay = TimeSpan.FromMinutes(1);

        var response = await app.SendAsync(browser, async session =>
        {
            session.Increment("count");
            var commit = session.CommitAsync();
            await _clock.WhenTimersWaitAsync(3);
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Assert.ThatAsync(() => commit, Throws.InstanceOf<SessionStoreException>());

            // The endpoint continues regardless for a long time, while another instance commits.
            _clock.Advance(TimeSpan.FromSeconds(seconds - 5));
            var loaded = (await ahead.LoadAsync(id, consistentRead: true, CancellationToken.None)).Record!;
            await ahead.CommitAsync(Commits.Increment(loaded), CancellationToken.None);
        });

        var count = (await ahead.LoadAsync(id, consistentRead: true, CancellationToken.None)).Record!.Fields["count"];
        Assert.That(Sample.TextOf(count), Is.EqualTo("""{"N":"2"}"""));
        Assert.That(response.Status, Is.EqualTo(seconds <= 85 ? 200 : 503));
    }
}
