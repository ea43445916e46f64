using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>The limit on a session's size.</summary>
public sealed class FieldSizeTests
{
    [Test]
    public void A_session_of_exactly_the_limit_is_accepted_and_one_byte_more_is_refused()
    {
        var fields = Loaded.With();
        fields.Set("a", new string('x', 99));
        fields.Set("b", new string('x', 99));
        var changes = fields.GetChanges();

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.ThrowIfTooLarge(changes, 200), Throws.Nothing);
            Assert.That(() => fields.ThrowIfTooLarge(changes, 199), Throws.TypeOf<SessionTooLargeException>());
        });
    }

    [Test]
    public void The_message_lists_the_largest_fields_and_no_value()
    {
        var fields = Loaded.With();
        foreach (var size in new[] { 10, 70, 30, 60, 20, 50, 40 })
        {
            fields.Set($"field{size}", new string('x', size));
        }

        var exception = Assert.Throws<SessionTooLargeException>(() => fields.ThrowIfTooLarge(fields.GetChanges(), 100))!;

        Assert.Multiple(() =>
        {
            Assert.That(exception.Message, Does.Contain("'field70' 77, 'field60' 67, 'field50' 57, 'field40' 47, 'field30' 37."));
            Assert.That(exception.Message, Does.Not.Contain("field20").And.Not.Contain("xxx").And.Contain("MaxSessionBytes"));
        });
    }

    [Test]
    public void A_session_that_is_too_large_already_may_shrink_but_not_grow()
    {
        var fields = Loaded.With(("big", Sample.Text(new string('x', 1_000))), ("small", Sample.Text("a")));

        fields.Set("big", new string('y', 900));
        Assert.That(() => fields.ThrowIfTooLarge(fields.GetChanges(), 100), Throws.Nothing);

        fields.Set("big", new string('y', 1_001));
        Assert.That(() => fields.ThrowIfTooLarge(fields.GetChanges(), 100), Throws.TypeOf<SessionTooLargeException>());
    }

    [Test]
    public void Increments_and_appends_count_with_what_is_there()
    {
        var fields = Loaded.With(("list", Sample.List(new string('x', 80))));

        fields.Append("list", new string('x', 80));

        Assert.That(() => fields.ThrowIfTooLarge(fields.GetChanges(), 150), Throws.TypeOf<SessionTooLargeException>().With.Message.Contains("'list'"));
    }
}
