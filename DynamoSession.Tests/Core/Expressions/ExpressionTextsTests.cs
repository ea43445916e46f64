using System.Text;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class ExpressionTextsTests
{
    [Test]
    public void A_text_that_has_been_written_before_is_the_same_string()
    {
        var texts = new ExpressionTexts(places: 64);

        var first = texts.Of(new StringBuilder("SET #a = :a"));

        var second = texts.Of(new StringBuilder("SET #a = :a"));

        Assert.That((first, second), Is.EqualTo(("SET #a = :a", "SET #a = :a")));
        Assert.That(ReferenceEquals(first, second), Is.True);
    }

    [Test]
    public void Texts_that_share_a_place_are_right_too()
    {
        var texts = new ExpressionTexts(places: 1);

        var strings = new[] { "first", "second", "second", "first" }.Select(text => texts.Of(new StringBuilder(text))).ToArray();

        Assert.That(strings, Is.EqualTo(new[] { "first", "second", "second", "first" }));
        Assert.That((ReferenceEquals(strings[1], strings[2]), ReferenceEquals(strings[0], strings[3])), Is.EqualTo((true, false)));
    }

    [Test]
    public void On_many_threads_each_gets_its_own_text()
    {
        var texts = new ExpressionTexts(places: 3);
        var wrong = 0;

        Parallel.For(0, 100_000, index =>
        {
            var text = $"SET #{index % 17} = :v";
            if (texts.Of(new StringBuilder(text)) != text)
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    [TestCase(1_024, true)]
    [TestCase(1_025, false)]
    public void Long_texts_are_not_kept(int length, bool isKept)
    {
        var texts = new ExpressionTexts(places: 1);
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

        Assert.That(new ExpressionTexts(places: 1).Of(text), Is.EqualTo(text.ToString()));
    }

    [Test]
    public void Nothing_is_an_empty_text() => Assert.That(new ExpressionTexts(places: 1).Of(new StringBuilder()), Is.Empty);
}
