using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Values;

public sealed class ValueGridTests
{
    private static IEnumerable<TestCaseData> Stored => Cases(refused: false);

    private static IEnumerable<TestCaseData> Refused => Cases(refused: true);

    [TestCaseSource(nameof(Stored))]
    public void A_value_comes_back_as_it_was(ValueGridCase value)
    {
        var target = new CodecTarget();

        value.Store(target);

        value.Verify(target);
    }

    [TestCaseSource(nameof(Stored))]
    public void A_stored_value_equals_itself_written_again(ValueGridCase value)
    {
        var first = new CodecTarget();
        var second = new CodecTarget();

        value.Store(first);
        value.Store(second);

        Assert.That(first[value.Field].ContentEquals(second[value.Field]), Is.True);
    }

    [TestCaseSource(nameof(Refused))]
    public void A_value_that_would_change_is_refused_with_a_reason_and_without_the_value(ValueGridCase value)
    {
        var target = new CodecTarget();

        var refusal = Assert.Throws<ArgumentException>(() => value.Store(target));

        Assert.That(refusal!.Message, Does.Contain(value.Refusal).And.Not.Contains(ValueGrid.Secret));
        Assert.That(refusal.InnerException, Is.Null);
        Assert.That(refusal.ParamName, Is.EqualTo("value").Or.EqualTo("name"));
    }

    [Test]
    public void The_grid_has_at_least_500_cases_with_names_of_their_own()
    {
        var names = ValueGrid.All.Select(value => value.Name).ToList();

        Assert.That(names, Has.Count.AtLeast(500));
        Assert.That(names, Is.Unique);
    }

    private static IEnumerable<TestCaseData> Cases(bool refused) =>
        ValueGrid.All.Where(value => value.Refusal is not null == refused).Select(value => new TestCaseData(value).SetArgDisplayNames(value.Name));
}
