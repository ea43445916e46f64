namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Whether an order of the requests explains what was read and stored.</summary>
public sealed class OrderRuleTests : HandWrittenHistories
{
    [Test]
    public void Requests_one_after_another_are_no_violation()
    {
        Create("A", Set("text", "1"));
        Read("A", ("text", "1"));
        Write("A", [("text", "1")], Set("text", "2"), Add("count", 3));
        Read("A", ("text", "2"), ("count", "3"));
        Stored("A", ("text", "2"), ("count", "3"));

        Assert.That(Kind(), Is.Null);
    }

    [TestCase("2", null)]
    [TestCase("3", null)]
    [TestCase("1", ViolationKind.Durability)]
    public void Concurrent_writes_may_take_effect_in_either_order(string text, object? expected)
    {
        Create("A", Set("text", "1"));
        var (first, second) = (Write("A", [("text", "1")], Set("text", "2")), Write("A", [("text", "1")], Set("text", "3")));
        MakeConcurrent(first, second);
        Stored("A", ("text", text));

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [Test]
    public void Losing_a_concurrent_change_of_another_field_is_a_violation()
    {
        Create("A", Set("text", "1"));
        MakeConcurrent(Write("A", [("text", "1")], Set("a", "x")), Write("A", [("text", "1")], Set("b", "y")));
        Read("A", ("text", "1"), ("b", "y"));
        Stored("A", ("text", "1"), ("b", "y"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }

    [Test]
    public void Reading_an_overwritten_value_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Write("A", [("text", "1")], Set("text", "2"));
        Read("A", ("text", "1"));
        Stored("A", ("text", "2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }

    [TestCase("1", "1", null)]
    [TestCase("1", "2", null)]
    [TestCase("2", "2", null)]
    [TestCase("2", "1", ViolationKind.Field)]
    public void A_write_with_an_unknown_outcome_may_take_effect_once_at_any_time_or_never(string before, string after, object? expected)
    {
        Create("A", Set("count", "1"));
        Write("A", [("count", "1")], Add("count", 1)).Status = 503;
        Read("A", ("count", before));
        Read("A", ("count", after));
        Stored("A", ("count", after));

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [Test]
    public void An_increment_that_is_applied_twice_is_a_violation()
    {
        Create("A", Set("count", "1"));
        Write("A", [("count", "1")], Add("count", 1)).Status = 503;
        Read("A", ("count", "3"));
        Stored("A", ("count", "3"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }

    [Test]
    public void An_item_that_is_appended_twice_is_a_violation()
    {
        Create("A", Set("list", "1"));
        Write("A", [("list", "1")], new FieldChange("list", FieldChangeKind.Append, "2"));
        Read("A", ("list", "1,2,2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Duplicate));
    }

    [Test]
    public void Items_in_another_order_than_they_were_acknowledged_are_a_violation()
    {
        Create("A", Set("list", "1"));
        Write("A", [("list", "1")], new FieldChange("list", FieldChangeKind.Append, "2"));
        Write("A", [("list", "1,2")], new FieldChange("list", FieldChangeKind.Append, "3"));
        Stored("A", ("list", "1,3,2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Durability));
    }

    [Test]
    public void A_refused_write_that_was_applied_is_a_violation()
    {
        Create("A", Set("text", "1"));
        var write = Write("A", [("text", "1")], Set("text", "2"));
        var destroy = Destroy("A", ("text", "2"));
        write.Status = 409;
        write.End = destroy.End + 1;
        Tombstone("A");

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }

    [Test]
    public void Refusing_a_write_to_a_live_session_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Write("A", [("text", "1")], Set("text", "2")).Status = 409;
        Stored("A", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }

    [Test]
    public void Reading_half_of_a_commit_is_a_violation()
    {
        Create("A", Set("a", "1"), Set("b", "1"));
        var write = Write("A", [("a", "1"), ("b", "1")], Set("a", "2"), Set("b", "2"));
        Read("A", ("a", "2"), ("b", "1")).Start = write.Start;
        Stored("A", ("a", "2"), ("b", "2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Torn));
    }

    [TestCase(false, null)]
    [TestCase(true, ViolationKind.Torn)]
    public void Only_an_optimistic_write_requires_what_it_loaded_to_be_current(bool isOptimistic, object? expected)
    {
        Create("A", Set("a", "1"), Set("b", "1"));
        MakeConcurrent(Write("A", [("a", "1"), ("b", "1")], Set("a", "2")), Write("A", [("a", "1"), ("b", "1")], Set("b", "2")));
        Requests[^2] = Requests[^2] with { IsOptimistic = isOptimistic };
        Requests[^1] = Requests[^1] with { IsOptimistic = isOptimistic };
        Read("A", ("a", "2"), ("b", "2"));
        Stored("A", ("a", "2"), ("b", "2"));

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [Test]
    public void Many_writes_with_unknown_outcomes_are_decided_in_time()
    {
        Create("A", Set("count", "0"));
        for (var index = 0; index < 10; index++)
        {
            Write("A", [("count", "0")], Add("count", 1 << index)).Status = 503;
        }

        Read("A", ("count", "341"));
        Read("A", ("count", "1023"));
        Read("A", ("count", "511"));
        Stored("A", ("count", "1023"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }
}
