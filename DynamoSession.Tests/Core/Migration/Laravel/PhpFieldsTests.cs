using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Migration.Laravel;

public sealed class PhpFieldsTests
{
    [TestCase("N;", """{"NULL":true}""")]
    [TestCase("b:1;", """{"BOOL":true}""")]
    [TestCase("b:0;", """{"BOOL":false}""")]
    [TestCase("i:0;", """{"N":"0"}""")]
    [TestCase("i:9223372036854775807;", """{"N":"9223372036854775807"}""")]
    [TestCase("i:-9223372036854775808;", """{"N":"-9223372036854775808"}""")]
    [TestCase("d:0.1;", """{"N":"0.1"}""")]
    [TestCase("d:-0;", """{"N":"0"}""")]
    [TestCase("d:1.0E+25;", """{"N":"10000000000000000000000000"}""")]
    [TestCase("d:1.0E-25;", """{"N":"1E-25"}""")]
    [TestCase("d:0.30000000000000004;", """{"N":"0.30000000000000004"}""")]
    [TestCase("s:0:\"\";", """{"S":""}""")]
    [TestCase("s:6:\"a\";i:1\";", """{"S":"a\";i:1"}""")]
    [TestCase("s:4:\"Zoë\";", """{"S":"Zoë"}""")]
    [TestCase("s:3:\"\0*\0\";", """{"S":"\u0000*\u0000"}""")]
    [TestCase("a:0:{}", """{"L":[]}""")]
    [TestCase("a:2:{i:0;s:1:\"a\";i:1;a:1:{s:1:\"k\";N;}}", """{"L":[{"S":"a"},{"M":{"k":{"NULL":true}}}]}""")]
    [TestCase("a:2:{i:1;b:1;i:0;b:0;}", """{"M":{"1":{"BOOL":true},"0":{"BOOL":false}}}""")]
    [TestCase("a:2:{i:-5;N;s:2:\"05\";N;}", """{"M":{"-5":{"NULL":true},"05":{"NULL":true}}}""")]
    public void A_value_is_converted_to_its_own_type(string php, string dynamoDbJson)
    {
        var value = Converted(Encoding.UTF8.GetBytes(php));

        Assert.That(value.ContentEquals(Sample.Json(dynamoDbJson)), () => Sample.TextOf(value));
    }

    [TestCase("O:8:\"stdClass\":1:{s:1:\"a\";a:1:{i:0;O:3:\"Foo\":0:{}}}")]
    [TestCase("O:31:\"Illuminate\\Support\\ViewErrorBag\":1:{s:7:\"\0*\0bags\";a:0:{}}")]
    [TestCase("C:11:\"ArrayObject\":21:{x:i:0;a:0:{};m:a:0:{}}")]
    [TestCase("E:11:\"Suit:Hearts\";")]
    [TestCase("r:2;")]
    [TestCase("R:2;")]
    public void An_object_or_reference_stays_its_serialised_text(string php)
    {
        var value = Converted(Encoding.UTF8.GetBytes($"a:2:{{i:0;{php}i:1;i:7;}}"));

        var expected = Sample.Json($$"""{"L":[{{Sample.TextOf(Sample.Text(php))}},{"N":"7"}]}""");
        Assert.That(value.ContentEquals(expected), () => Sample.TextOf(value));
    }

    [Test]
    public void Bytes_that_are_not_text_stay_bytes()
    {
        var value = Converted([.. "s:3:\"a"u8, 0xFF, 0x00, .. "\";"u8]);

        Assert.That(Sample.TextOf(value), Is.EqualTo("""{"B":"Yf8A"}"""));
    }

    [TestCase("i:1;")]
    [TestCase("s:0:\"\";")]
    [TestCase("O:8:\"stdClass\":0:{}")]
    [TestCase("a:1:{s:1:\"a\";i:1;")]
    [TestCase("a:1:{s:1:\"a\";i:1;}x")]
    [TestCase("a:2:{s:1:\"a\";i:1;}")]
    [TestCase("a:0:{s:1:\"a\";i:1;}")]
    [TestCase("a:-1:{}")]
    [TestCase("a:+1:{s:1:\"a\";i:1;}")]
    [TestCase("a:99999999999999999999:{}")]
    [TestCase("a:2147483647:{}")]
    [TestCase("a:1:{s:2147483647:\"a\";i:1;}")]
    [TestCase("a:1:{s:2:\"a\";i:1;}")]
    [TestCase("a:1:{s:-1:\"a\";i:1;}")]
    [TestCase("a:1:{N;i:1;}")]
    [TestCase("a:1:{a:0:{}i:1;}")]
    [TestCase("a:1:{s:1:\"a\";i:9223372036854775808;}")]
    [TestCase("a:1:{s:1:\"a\";i:1.5;}")]
    [TestCase("a:1:{s:1:\"a\";i:;}")]
    [TestCase("a:1:{s:1:\"a\";b:2;}")]
    [TestCase("a:1:{s:1:\"a\";d:;}")]
    [TestCase("a:1:{s:1:\"a\";d:0x1;}")]
    [TestCase("a:1:{s:1:\"a\";d:inf;}")]
    [TestCase("a:1:{s:1:\"a\";S:1:\"\\41\";}")]
    [TestCase("a:1:{s:1:\"a\";O:8:\"stdClass\":1:{}}")]
    [TestCase("a:1:{s:1:\"a\";C:3:\"Foo\":9:{}}")]
    [TestCase("a:1:{s:1:\"a\";r:-1;}")]
    [TestCase("a:1:{s:1:\"a\";a:2:{s:1:\"k\";N;s:1:\"k\";N;}}")]
    [TestCase("a:2:{s:1:\"1\";N;i:1;N;}")]
    [TestCase("")]
    public void What_serialize_never_writes_is_malformed(string php)
    {
        Assert.That(() => PhpFields.Read(Encoding.UTF8.GetBytes(php)), Throws.InstanceOf<FormatException>());
    }

    [TestCase("d:INF;")]
    [TestCase("d:-INF;")]
    [TestCase("d:NAN;")]
    [TestCase("d:1.0E+126;")]
    [TestCase("d:1.0E-131;")]
    [TestCase("d:1.234567890123456789012345678901234567891;")]
    [TestCase("a:1:{s:0:\"\";i:1;}")]
    public void A_value_that_DynamoDB_cannot_hold_costs_its_field_only(string php)
    {
        var fields = PhpFields.Read(Encoding.UTF8.GetBytes($"a:3:{{s:1:\"a\";i:1;s:3:\"bad\";a:1:{{i:0;{php}}}s:1:\"c\";i:3;}}"));

        Assert.That(fields.Fields.Keys, Is.EquivalentTo(new[] { "a", "c" }));
        Assert.That(fields.Problems.Select(problem => problem.Field), Is.EqualTo(new[] { "bad" }));
    }

    [Test]
    public void A_field_may_nest_as_deep_as_DynamoDB_allows_and_no_deeper([Values(30, 31, 20_000)] int levels)
    {
        var nested = string.Concat(Enumerable.Repeat("a:1:{i:0;", levels - 1)) + "a:0:{}" + new string('}', levels - 1);
        var fields = PhpFields.Read(Encoding.UTF8.GetBytes($"a:2:{{s:4:\"deep\";{nested}s:1:\"a\";i:1;}}"));

        Assert.That(fields.Fields.Keys, Is.EquivalentTo(levels == 30 ? ["deep", "a"] : new[] { "a" }));
    }

    [Test]
    public void A_name_that_cannot_be_a_field_costs_its_field_only()
    {
        var longName = new string('x', 256);
        var php = Encoding.Latin1.GetBytes($"a:4:{{s:0:\"\";i:1;s:256:\"{longName}\";i:2;s:2:\"\u00FFa\";i:3;s:4:\"good\";i:4;}}");

        var fields = PhpFields.Read(php);

        Assert.That(fields.Fields.Keys, Is.EqualTo(new[] { "good" }));
        Assert.That(fields.Problems.Select(problem => problem.Field), Is.EqualTo(new[] { "", longName[..64], "\uFFFDa" }));
    }

    private static SessionValue Converted(ReadOnlySpan<byte> php)
    {
        Assert.That(PhpFields.TryConvert(php, out var value), Is.Null);

        return value!;
    }
}
