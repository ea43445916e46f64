using System.Globalization;
using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Sharing;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>What fields are while Express uses them too.</summary>
public sealed class SharedFieldCodecTests
{
    private static readonly SessionFieldCodec Codec = ExpressFieldConventions.CreateCodec(SessionFieldCodec.CreateDefaultOptions());

    private sealed record Order(long Number, decimal Price, List<long> Parts);

    [TestCase("9007199254740991", "N")]
    [TestCase("-9007199254740991", "N")]
    [TestCase("9007199254740992", "S")]
    [TestCase("9223372036854775807", "S")]
    [TestCase("19.99", "N")]
    [TestCase("0.1234567890123456789", "S")]
    [TestCase("0.10", "N")]
    public void A_number_that_JavaScript_would_change_is_text_and_reads_back_as_the_number(string text, string type)
    {
        var number = decimal.Parse(text, CultureInfo.InvariantCulture);

        var encoded = Codec.Encode("field", number);

        Assert.That(Sample.TextOf(encoded), Does.StartWith($"{{\"{type}\":"));
        Assert.That(Codec.Decode<decimal>("field", encoded), Is.EqualTo(number));
        Assert.That(Codec.Decode<decimal?>("field", encoded), Is.EqualTo(number));
    }

    [Test]
    public void Inside_an_object_too()
    {
        var order = new Order(long.MaxValue, 1.25m, [1, long.MinValue]);

        var encoded = Codec.Encode("order", order);

        Assert.That(Sample.TextOf(encoded), Is.EqualTo(
            """{"M":{"Number":{"S":"9223372036854775807"},"Price":{"N":"1.25"},"Parts":{"L":[{"N":"1"},{"S":"-9223372036854775808"}]}}}"""));
        var decoded = Codec.Decode<Order>("order", encoded)!;
        Assert.That((decoded.Number, decoded.Price, decoded.Parts), Is.EqualTo((order.Number, order.Price, order.Parts)));
    }

    [Test]
    public void Text_that_looks_like_a_small_number_is_not_a_number()
    {
        Assert.That(() => Codec.Decode<int>("field", Sample.Text("12")), Throws.TypeOf<SessionFieldTypeException>());
    }

    [TestCase(new byte[] { 0, 0, 0, 5 }, """{"N":"5"}""")]
    [TestCase(new byte[] { 255, 255, 255, 254 }, """{"N":"-2"}""")]
    [TestCase(new byte[] { 65, 66, 67, 68 }, """{"S":"ABCD"}""")]
    [TestCase(new byte[] { 104, 105 }, """{"S":"hi"}""")]
    [TestCase(new byte[0], """{"S":""}""")]
    public void Bytes_are_text_or_a_number_and_read_back_bit_for_bit(byte[] bytes, string stored)
    {
        var fields = new SessionFields(Codec, Sample.Fields());

        fields.SetBytes("field", bytes);

        Assert.That(Sample.TextOf(fields.GetChanges().Fields["field"].Value!), Is.EqualTo(stored));
        Assert.That(fields.TryGetBytes("field", out var read) ? read : null, Is.EqualTo(bytes));
    }

    [Test]
    public void Other_bytes_are_refused_with_field_and_remedy([Values] bool typed)
    {
        var fields = new SessionFields(Codec, Sample.Fields());
        var bytes = new byte[] { 1, 2, 3 };

        Assert.That(
            () => { if (typed) { fields.Set("avatar", new ReadOnlyMemory<byte>(bytes)); } else { fields.SetBytes("avatar", bytes); } },
            Throws.ArgumentException.With.Message.Contains("'avatar'").And.Message.Contains("base64"));
        Assert.That(fields.GetChanges().IsEmpty, Is.True);
    }

    [TestCase("""{"__proto__":{"isAdmin":true}}""")]
    [TestCase("""{"theme":{"__proto__":1}}""")]
    [TestCase("""[1,{"x":[{"__proto__":null}]}]""")]
    [TestCase("""{"\u005f_proto__":{}}""")]
    public void A_property_that_replaces_a_prototype_is_refused_at_every_depth(string json)
    {
        var fields = new SessionFields(Codec, Sample.Fields(("list", Sample.Json("""{"L":[]}"""))));
        using var document = JsonDocument.Parse(json);

        Assert.That(() => fields.Set("prefs", document.RootElement), Throws.ArgumentException.With.Message.Contains("'prefs'").And.Message.Contains("__proto__"));
        Assert.That(() => fields.Append("list", document.RootElement), Throws.ArgumentException.With.Message.Contains("'list'"));
        Assert.That(fields.GetChanges().IsEmpty, Is.True);
    }

    [Test]
    public void An_object_that_got_such_a_property_after_it_was_read_is_refused()
    {
        var fields = new SessionFields(Codec, Sample.Fields(("prefs", Sample.Json("""{"M":{}}"""))));
        fields.TryGet<Dictionary<string, bool>>("prefs", out var prefs);

        prefs!["__proto__"] = true;

        Assert.That(() => fields.GetChanges(), Throws.ArgumentException.With.Message.Contains("'prefs'"));
    }

    [Test]
    public void A_value_or_name_that_only_resembles_it_is_stored() =>
        Assert.That(Sample.TextOf(Codec.Encode("prefs", new Dictionary<string, string> { ["proto"] = "__proto__", ["__Proto__"] = "" })), Does.Contain("__Proto__"));

    [TestCase("cookie")]
    [TestCase("lastModified")]
    [TestCase("save")]
    [TestCase("__proto__")]
    public void Names_of_Express_are_refused(string name)
    {
        var fields = new SessionFields(Codec, Sample.Fields());

        foreach (var write in new Action[] { () => fields.Set(name, 1), () => fields.Increment(name), () => fields.Append(name, 1), () => fields.SetBytes(name, "x"u8) })
        {
            Assert.That(() => write(), Throws.ArgumentException.With.Message.Contains($"'{name}'").And.Message.Contains("another name"));
        }
    }
}
