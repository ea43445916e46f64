using System.Text;
using DynamoSession.AspNetCore.State;

namespace DynamoSession.Tests.AspNetCore.State;

/// <summary>What a client sends may become a description, whatever it is.</summary>
public sealed class SessionDescriptionTests
{
    [TestCase("Firefox on Linux, Berlin", "Firefox on Linux, Berlin")]
    [TestCase("  Safari  ", "Safari")]
    [TestCase("Zürich \u65e5\u672c \ud83d\ude80", "Zürich \u65e5\u672c \ud83d\ude80")]
    [TestCase("a\nb\tc\0", "a\ufffdb\ufffdc\ufffd")]
    [TestCase("evil \u202egnp.exe", "evil \ufffdgnp.exe")]
    [TestCase("", null)]
    [TestCase("   ", null)]
    public void Text_is_kept_as_far_as_it_can_be_shown(string text, string? description) => Assert.That(SessionDescription.Of(text), Is.EqualTo(description));

    // Not as an attribute, which would replace it.
    [Test]
    public void Half_of_a_pair_is_replaced() => Assert.That(SessionDescription.Of("half " + '\ud83d' + " of a pair"), Is.EqualTo("half \ufffd of a pair"));

    [TestCase("a", 200)]
    [TestCase("é", 100)]
    [TestCase("\u65e5", 66)]
    [TestCase("\ud83d\ude80", 50)]
    public void A_long_text_is_cut_off_between_characters(string character, int count)
    {
        var description = SessionDescription.Of(string.Concat(Enumerable.Repeat(character, 10_000)));

        Assert.That(description, Is.EqualTo(string.Concat(Enumerable.Repeat(character, count))));
        Assert.That(Encoding.UTF8.GetByteCount(description!), Is.LessThanOrEqualTo(200));
    }
}
