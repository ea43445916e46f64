using DynamoSession.Core;

namespace DynamoSession.Tests.Core.Directory;

public abstract partial class SessionDirectoryContract
{
    [Test]
    public async Task All_live_sessions_are_listed_and_counted()
    {
        var ids = new[] { await SignedInAsync(), await SignedInAsync("bob"), await SignedInAsync(userId: null) };
        await Table.DestroyAsync(await SignedInAsync(), default);

        Assert.Multiple(async () =>
        {
            Assert.That(await Directory.ListAsync().Select(session => session.Id).ToArrayAsync(), Is.EquivalentTo(ids));
            Assert.That(await Directory.CountAsync(), Is.EqualTo(3));
        });
    }

    [Test]
    public async Task What_has_ended_is_reaped_and_what_is_live_stays()
    {
        await SignedInAsync();
        Clock.Advance(TimeSpan.FromMinutes(19));
        await Table.DestroyAsync(await SignedInAsync("bob"), default);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var live = await SignedInAsync();
        var lately = await SignedInAsync();
        await Table.DestroyAsync(lately, default);

        // Calls that are late may still arrive.
        var early = await Directory.ReapExpiredAsync();
        Clock.Advance(TimeSpan.FromSeconds(119));
        var before = await Directory.ReapExpiredAsync();

        Assert.That((early, before), Is.EqualTo((0L, 0L)));
        Assert.That((await StatusOfAsync(live), await StatusOfAsync(lately)), Is.EqualTo((SessionLoadStatus.Live, SessionLoadStatus.Missing)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await Directory.ReapExpiredAsync(), await Directory.ReapExpiredAsync()), Is.EqualTo((2L, 0L)));
        Assert.That(await StatusOfAsync(live), Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task A_revocation_is_remembered_when_what_has_ended_is_reaped()
    {
        var began = Now;
        await Directory.DestroyByUserAsync("ada");
        Clock.Advance(TimeSpan.FromDays(1));
        await Directory.ReapExpiredAsync();

        Assert.That(await Table.CreateAsync(SignIn(since: began), default), Is.EqualTo(SessionWriteStatus.Revoked));
    }

    [Test]
    public async Task All_sessions_end_at_once()
    {
        var ids = new[] { await SignedInAsync(), await SignedInAsync("bob"), await SignedInAsync(userId: null) };
        await Table.DestroyAsync(await SignedInAsync(), default);

        var ended = await Directory.ClearAsync();

        Assert.Multiple(async () =>
        {
            Assert.That((ended, await Directory.CountAsync()), Is.EqualTo((3L, 0L)));
            foreach (var id in ids)
            {
                Assert.That(await StatusOfAsync(id), Is.EqualTo(SessionLoadStatus.Dead));
            }
        });
    }

    [Test]
    public void A_scan_can_be_canceled()
    {
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.That(() => Directory.CountAsync(canceled.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
