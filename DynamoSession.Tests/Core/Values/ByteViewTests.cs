using System.Text;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Core.Values;

public sealed class ByteViewTests
{
    [TestCase("")]
    [TestCase("abc")]
    [TestCase("fives")]
    [TestCase("tab\tline\nreturn\r")]
    [TestCase("caf\u00E9 \uD83D\uDE00")]
    [TestCase("\u00A0")]
    [TestCase("""{"a":"\"b\""}""")]
    public void Text_is_stored_as_text(string text)
    {
        var value = SessionFieldCodec.FromBytes(Encoding.UTF8.GetBytes(text));

        Assert.That(value.Kind, Is.EqualTo(SessionValueKind.String));
    }

    [TestCase("four")]
    [TestCase("\uD83D\uDE00")]
    [TestCase("a\0b")]
    [TestCase("\u001B[0m")]
    [TestCase("\u007F")]
    [TestCase("a\u0080")]
    [TestCase("\u00A0\u009Fb")]
    public void Four_bytes_and_control_characters_are_stored_as_bytes(string text)
    {
        var value = SessionFieldCodec.FromBytes(Encoding.UTF8.GetBytes(text));

        Assert.That(value.Kind, Is.EqualTo(SessionValueKind.Binary));
    }

    [Test]
    public void Any_bytes_come_back_bit_for_bit()
    {
        var random = new Random(20_260_715);
        for (var round = 0; round < 5_000; round++)
        {
            // Few different bytes, so that characters of several bytes come up.
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            for (var index = 0; index < bytes.Length; index++)
            {
                bytes[index] = random.Next(4) switch { 0 => (byte)0xC2, 1 => (byte)(0x80 + (bytes[index] & 0x3F)), 2 => (byte)(bytes[index] & 0x7F), _ => bytes[index] };
            }

            var result = SessionFieldCodec.ToBytes(SessionFieldCodec.FromBytes(bytes));

            Assert.That(result, Is.EqualTo(bytes));
        }
    }

    [TestCase("""{"N":"1E+2"}""", new byte[] { 0, 0, 0, 100 })]
    [TestCase("""{"N":"-1.0"}""", new byte[] { 255, 255, 255, 255 })]
    [TestCase("""{"N":"2147483647"}""", new byte[] { 127, 255, 255, 255 })]
    [TestCase("""{"N":"-2147483648"}""", new byte[] { 128, 0, 0, 0 })]
    public void A_stored_number_that_is_an_int_reads_as_four_bytes(string json, byte[] bytes)
    {
        var result = SessionFieldCodec.ToBytes(Value(json));

        Assert.That(result, Is.EqualTo(bytes));
    }

    [TestCase("""{"N":"2147483648"}""", "2147483648")]
    [TestCase("""{"N":"1.5"}""", "1.5")]
    [TestCase("""{"SS":["a","b"]}""", """["a","b"]""")]
    [TestCase("""{"NS":["1","2.50"]}""", "[1,2.5]")]
    [TestCase("""{"BS":["AAE="]}""", """["AAE="]""")]
    [TestCase("""{"M":{"a":{"B":"AAE="},"b":{"L":[{"NULL":true}]}}}""", """{"a":"AAE=","b":[null]}""")]
    public void Every_other_stored_value_reads_as_text(string json, string text)
    {
        var result = SessionFieldCodec.ToBytes(Value(json));

        Assert.That(Encoding.UTF8.GetString(result), Is.EqualTo(text));
    }

    private static SessionValue Value(string json) => SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(json));
}
