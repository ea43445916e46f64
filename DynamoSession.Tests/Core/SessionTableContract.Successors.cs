using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task Destroying_by_an_id_that_was_renewed_destroys_the_session_under_its_last_id([Values(1, 2, 5)] int renewals)
    {
        var ids = await RenewedAsync(renewals);

        var wasLive = await Table.DestroyAsync(ids[0], default);

        Assert.That(wasLive, Is.True);
        Assert.That(await StatusOfAsync(ids[^1]), Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That((await Table.LoadAsync(ids[^1], consistentRead: true, default)).WasSignedOut, Is.True);
    }

    [Test]
    public async Task Destroying_it_once_more_finds_nothing_to_destroy()
    {
        var ids = await RenewedAsync(2);
        await Table.DestroyAsync(ids[1], default);

        Assert.That(await Table.DestroyAsync(ids[0], default), Is.False);
    }

    [Test]
    public async Task A_renewal_that_names_no_successor_leaves_the_session_to_its_new_id()
    {
        var (before, after) = (await CreatedAsync(), await CreatedAsync());
        await Table.FenceAsync(Fence(before), default);

        Assert.That(await Table.DestroyAsync(before.Id, default), Is.False);
        Assert.That(await StatusOfAsync(after.Id), Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task A_session_that_replaces_a_renewed_one_has_no_successor()
    {
        var ids = await RenewedAsync(1);
        var replacement = new SessionCreation
        {
            Id = ids[0],
            Fields = Sample.Fields(),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(5),
            AbsoluteExpiresAt = null,
            ReplacesEnded = true,
        };
        await Table.CreateAsync(replacement, default);

        await Table.DestroyAsync(ids[0], default);
        await Table.DestroyAsync(ids[0], default);

        Assert.That((await StatusOfAsync(ids[0]), await StatusOfAsync(ids[1])), Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Live)));
    }

    [Test]
    public async Task What_was_signed_out_is_told_from_what_was_renewed([Values] bool renewed, [Values] bool underLease)
    {
        var id = renewed ? (await RenewedAsync(1))[0] : (await CreatedAsync()).Id;
        if (!renewed)
        {
            await Table.DestroyAsync(id, default);
        }

        var result = underLease ? await Table.AcquireAsync(Lease(id), default) : await Table.LoadAsync(id, consistentRead: true, default);

        Assert.That((result.Status, result.WasSignedOut, result.HasSuccessor), Is.EqualTo((SessionLoadStatus.Dead, !renewed, renewed)));
    }

    /// <summary>A session that was renewed so often; its ids in their order.</summary>
    private async Task<IReadOnlyList<string>> RenewedAsync(int renewals)
    {
        var current = await CreatedAsync();
        var ids = new List<string> { current.Id };
        for (var renewal = 0; renewal < renewals; renewal++)
        {
            var next = await CreatedAsync();
            Assert.That(await Table.FenceAsync(Fence(current, successor: next.Id), default), Is.EqualTo(SessionWriteStatus.Applied));
            ids.Add(next.Id);
            current = next;
        }

        return ids;
    }
}
