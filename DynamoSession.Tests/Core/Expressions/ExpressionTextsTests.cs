using System.Text;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class ExpressionTextsTests
{
    [Test]
    public void A_text_that_has_been_written_before_is_the_same_string()
    {
        var texts = new ExpressionTexts(mostKept: 2);

        var first = new[] { "SET #a = :a", "SET #b = :b" }.Select(text => texts.Of(new StringBuilder(text))).ToArray();
        var second = new[] { "SET #a = :a", "SET #b = :b" }.Select(text => texts.Of(new StringBuilder(text))).ToArray();

        Assert.That(first, Is.EqualTo(new[] { "SET #a = :a", "SET #b = :b" }));
        Assert.That(second, Is.EqualTo(first).Using<string>(ReferenceEquals));
    }

    [Test]
    public void Only_so_many_are_kept_and_the_others_are_right_too()
    {
        var texts = new ExpressionTexts(mostKept: 1);
        texts.Of(new StringBuilder("first"));

        var (first, second, again) = (texts.Of(new StringBuilder("first")), texts.Of(new StringBuilder("second")), texts.Of(new StringBuilder("second")));

        Assert.That((first, second, again), Is.EqualTo(("first", "second", "second")));
        Assert.That(again, Is.Not.SameAs(second));
    }

    [TestCase(1_024, true)]
    [TestCase(1_025, false)]
    public void Long_texts_are_not_kept(int length, bool isKept)
    {
        var texts = new ExpressionTexts(mostKept: 1);
        var text = new string('x', length);

        var (first, second) = (texts.Of(new StringBuilder(text)), texts.Of(new StringBuilder(text)));

        Assert.That((first, second), Is.EqualTo((text, text)));
        Assert.That(ReferenceEquals(first, second), Is.EqualTo(isKept));
    }

    [Test]
    public void A_text_in_several_chunks_is_complete()
    {
        var text = new StringBuilder(capacity: 16);
        for (var clause = 0; clause < 20; clause++)
        {
            text.Append(clause).Append(" = :v, ");
        }

        Assert.That(new ExpressionTexts(mostKept: 1).Of(text), Is.EqualTo(text.ToString()));
    }

    [Test]
    public void Nothing_is_an_empty_text() => Assert.That(new ExpressionTexts(mostKept: 1).Of(new StringBuilder()), Is.Empty);
}
