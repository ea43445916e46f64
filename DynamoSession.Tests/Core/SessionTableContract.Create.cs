using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_retried_creation_has_already_been_applied()
    {
        var creation = Sample.Creation(Now, fields: ("a", Sample.Number(1)));
        await Table.CreateAsync(creation, default);

        var again = await Table.CreateAsync(creation, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public async Task A_retried_creation_does_not_undo_a_commit()
    {
        var creation = Sample.Creation(Now, fields: ("a", Sample.Text("created")));
        await Table.CreateAsync(creation, default);
        await CommitAsync(await LoadedAsync(creation.Id), ("a", SetText("committed")));

        var again = await Table.CreateAsync(creation, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(await FieldsOfAsync(creation.Id), Is.EqualTo(new Dictionary<string, string> { ["a"] = """{"S":"committed"}""" }));
    }

    [Test]
    public async Task An_id_is_not_used_twice([Values] bool replacesEnded)
    {
        var first = await CreatedAsync(("a", Sample.Text("first")));

        var second = await Table.CreateAsync(Sample.Creation(Now, first.Id, replacesEnded), default);

        Assert.That(second, Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(await FieldsOfAsync(first.Id), Contains.Key("a"));
    }

    [Test]
    public async Task An_ended_session_keeps_its_id([Values] bool destroyed)
    {
        var first = await CreatedAsync();
        await EndAsync(first, destroyed);

        var second = await Table.CreateAsync(Sample.Creation(Now, first.Id), default);

        Assert.That(second, Is.EqualTo(SessionWriteStatus.Conflict));
    }

    [Test]
    public async Task An_ended_session_can_be_replaced_on_request([Values] bool destroyed)
    {
        var first = await CreatedAsync(("old", Sample.Number(1)));
        await EndAsync(first, destroyed);
        var creation = new SessionCreation
        {
            Id = first.Id,
            Fields = Sample.Fields(("new", Sample.Number(2))),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(5),
            AbsoluteExpiresAt = null,
            ReplacesEnded = true,
        };

        var status = await Table.CreateAsync(creation, default);

        var record = await LoadedAsync(first.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(record.Fields.Keys, Is.EqualTo(new[] { "new" }));
        Assert.That((record.Version, record.CreatedAt, record.ExpiresAt, record.AbsoluteExpiresAt), Is.EqualTo((1, Now, Now.AddMinutes(5), (DateTimeOffset?)null)));
        Assert.That(record.CommitTokens.Keys, Is.EqualTo(new[] { creation.Token }));
    }

    [Test]
    public async Task A_replacement_of_nothing_is_a_creation()
    {
        var status = await Table.CreateAsync(Sample.Creation(Now, replacesEnded: true), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task A_replacement_that_is_tried_again_after_it_has_expired_revives_nothing()
    {
        var creation = Sample.Creation(Now, replacesEnded: true);
        await Table.CreateAsync(creation, default);
        Clock.Advance(TimeSpan.FromMinutes(20));

        var again = await Table.CreateAsync(creation, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(await StatusOfAsync(creation.Id), Is.EqualTo(SessionLoadStatus.Expired));
    }

    [Test]
    public async Task A_session_may_be_as_large_as_an_item_but_no_larger()
    {
        var fits = Sample.Creation(Now, fields: ("large", Sample.Text(new string('x', 400 * 1024 - 1_000))));
        var exceeds = Sample.Creation(Now, fields: [("large", Sample.Text(new string('x', 400 * 1024))), ("small", Sample.Number(1))]);

        var status = await Table.CreateAsync(fits, default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(
            () => Table.CreateAsync(exceeds, default),
            Throws.TypeOf<SessionTooLargeException>().With.Message.Contains("'large'").And.Message.Not.Contains("xxx"));
        Assert.That(await StatusOfAsync(exceeds.Id), Is.EqualTo(SessionLoadStatus.Missing));
    }

    private async Task EndAsync(SessionRecord record, bool destroyed)
    {
        if (destroyed)
        {
            await Table.DestroyAsync(record.Id, default);
        }
        else
        {
            Clock.Advance(record.ExpiresAt - Now);
        }
    }
}
