using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Tests.Core.Values;

/// <summary>Where an object or array ends, whatever its texts contain and wherever in a chunk of 64 bytes they stand.</summary>
public sealed class JsonSkipperTests
{
    [Test]
    public void Backslashes_escape_what_follows_them([Range(1, 6)] int backslashes)
    {
        for (var before = 0; before < 140; before++)
        {
            // An odd number of backslashes escapes the first quote, so that the text goes on.
            var text = new string('x', before) + new string('\\', backslashes) + "\"";
            AssertEnd(backslashes % 2 == 0 ? $$"""{"a":"{{text}},"b":"}"}""" : $$"""{"a":"{{text}}}]","b":[]}""");
        }
    }

    [TestCase("""{}""")]
    [TestCase("""[]""")]
    [TestCase("""{"a":{"b":[{"c":"}"},"]"]}}""")]
    [TestCase("""{"S":"{\"cart\":[{\"sku\":\"mug\\\\\"}]}"}""")]
    [TestCase("""{"S":"äöü€😀"}""")]
    public void Brackets_in_texts_do_not_count(string json)
    {
        for (var before = 0; before < 140; before++)
        {
            AssertEnd($$"""[{{new string(' ', before)}}{{json}},"{{new string('x', before)}}"]""");
        }
    }

    [TestCase("""{"a":[1,2}""", -1)]
    [TestCase("""{"a":"}""", -1)]
    [TestCase("""{"a":"\"}""", -1)]
    public void What_has_no_end_has_none(string json, int end)
    {
        Assert.That(JsonSkipper.FindEnd(Encoding.UTF8.GetBytes(json), 0), Is.EqualTo(end));
        Assert.That(JsonSkipper.FindEnd(Encoding.UTF8.GetBytes(json.Insert(5, new string(' ', 200))), 0), Is.EqualTo(end));
    }

    private static void AssertEnd(string json)
    {
        // Something may follow.
        foreach (var rest in new[] { "", "}]\"\\", new string(']', 200) })
        {
            var bytes = Encoding.UTF8.GetBytes(json + rest);
            var reader = new Utf8JsonReader(bytes);
            reader.Read();
            reader.Skip();

            Assert.That(JsonSkipper.FindEnd(bytes, 0), Is.EqualTo((int)reader.BytesConsumed), json);
        }
    }
}
