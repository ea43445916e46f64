using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public sealed class SessionFieldCodecTests
{
    private static readonly SessionFieldCodec Codec = new(SessionFieldCodec.CreateDefaultOptions());

    private static IEnumerable<TestCaseData> Encodings =>
    [
        Encoded("text", "dark", """{"S":"dark"}"""),
        Encoded("text with quotes", "\"\\\n", """{"S":"\"\\\n"}"""),
        Encoded("char", 'x', """{"S":"x"}"""),
        Encoded("guid", Guid.Empty, """{"S":"00000000-0000-0000-0000-000000000000"}"""),
        Encoded("uri", new Uri("https://example.org/a"), """{"S":"https://example.org/a"}"""),
        Encoded("enum", GridColor.Green, """{"S":"Green"}"""),
        Encoded("date and time", DateTime.UnixEpoch, """{"S":"1970-01-01T00:00:00Z"}"""),
        Encoded("date and time with offset", DateTimeOffset.UnixEpoch, """{"S":"1970-01-01T00:00:00+00:00"}"""),
        Encoded("date", new DateOnly(2026, 7, 15), """{"S":"2026-07-15"}"""),
        Encoded("time", new TimeOnly(12, 34, 56), """{"S":"12:34:56"}"""),
        Encoded("span", TimeSpan.FromMinutes(90), """{"S":"01:30:00"}"""),
        Encoded("int", -5, """{"N":"-5"}"""),
        Encoded("decimal", 1.50m, """{"N":"1.5"}"""),
        Encoded("double", 1e20, """{"N":"100000000000000000000"}"""),
        Encoded("minus zero", -0d, """{"N":"0"}"""),
        Encoded("float", 0.1f, """{"N":"0.1"}"""),
        Encoded("big integer", BigInteger.Pow(2, 100), """{"N":"1267650600228229401496703205376"}"""),
        Encoded("true", true, """{"BOOL":true}"""),
        Encoded("null", (string?)null, """{"NULL":true}"""),
        Encoded("bytes", new ReadOnlyMemory<byte>([0, 1]), """{"B":"AAE="}"""),
        Encoded("byte array of text", "dark mode"u8.ToArray(), """{"S":"dark mode"}"""),
        Encoded("byte array", new byte[] { 0, 1 }, """{"B":"AAE="}"""),
        Encoded("list", new List<int?> { 1, null }, """{"L":[{"N":"1"},{"NULL":true}]}"""),
        Encoded("set", new HashSet<string> { "a" }, """{"L":[{"S":"a"}]}"""),
        Encoded("dictionary", new Dictionary<int, bool> { [1] = true }, """{"M":{"1":{"BOOL":true}}}"""),
        Encoded(
            "record", new GridProduct("s", 2, 1.10m), """{"M":{"Sku":{"S":"s"},"Quantity":{"N":"2"},"Price":{"N":"1.1"}}}"""),
        Encoded("bytes in an object", new { Data = new byte[] { 0, 1 } }, """{"M":{"Data":{"S":"AAE="}}}"""),
    ];

    [TestCaseSource(nameof(Encodings))]
    public void A_type_has_the_stored_form_that_people_see_in_the_table(Func<SessionValue> encode, string json)
    {
        var value = encode();

        Assert.That(Text(value), Is.EqualTo(json));
    }

    [TestCase("1E2")]
    [TestCase("1E+2")]
    [TestCase("100.0")]
    [TestCase("0.1E3")]
    [TestCase("100")]
    public void Every_notation_of_a_number_reads_as_every_number(string text)
    {
        var value = Value($$"""{"N":"{{text}}"}""");

        Assert.Multiple(() =>
        {
            Assert.That(Codec.Decode<byte>("f", value), Is.EqualTo(100));
            Assert.That(Codec.Decode<int>("f", value), Is.EqualTo(100));
            Assert.That(Codec.Decode<long?>("f", value), Is.EqualTo(100));
            Assert.That(Codec.Decode<UInt128>("f", value), Is.EqualTo((UInt128)100));
            Assert.That(Codec.Decode<BigInteger>("f", value), Is.EqualTo(new BigInteger(100)));
            Assert.That(Codec.Decode<decimal>("f", value), Is.EqualTo(100));
            Assert.That(Codec.Decode<double>("f", value), Is.EqualTo(100));
            Assert.That(Codec.Decode<Half>("f", value), Is.EqualTo((Half)100));
            Assert.That(Codec.Decode<int[]>("f", Value($$"""{"L":[{"N":"{{text}}"}]}""")), Is.EqualTo(new[] { 100 }));
        });
    }

    [Test]
    public void A_small_number_in_any_notation_reads_as_a_fraction()
    {
        var value = Value("""{"N":"1.5e-7"}""");

        Assert.That(Codec.Decode<double>("f", value), Is.EqualTo(1.5e-7));
        Assert.That(Codec.Decode<decimal>("f", value), Is.EqualTo(0.00000015m));
        Assert.That(Codec.Decode<float>("f", value), Is.EqualTo(1.5e-7f));
    }

    [Test]
    public void Sets_read_as_collections()
    {
        Assert.That(Codec.Decode<List<string>>("f", Value("""{"SS":["a","b"]}""")), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Codec.Decode<HashSet<int>>("f", Value("""{"NS":["1E1","2"]}""")), Is.EquivalentTo(new[] { 10, 2 }));
        Assert.That(Codec.Decode<byte[][]>("f", Value("""{"BS":["AAE="]}""")), Is.EqualTo(new[] { new byte[] { 0, 1 } }));
    }

    [Test]
    public void Bytes_that_others_stored_inside_an_object_read_as_bytes()
    {
        var value = Value("""{"M":{"Bytes":{"B":"AAE="},"Memory":{"B":"AgM="}}}""");

        var result = Codec.Decode<GridMutable>("f", value);

        Assert.That(result!.Bytes, Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(result.Memory.ToArray(), Is.EqualTo(new byte[] { 2, 3 }));
    }

    [Test]
    public void A_derived_type_is_recognised_wherever_DynamoDB_puts_its_discriminator()
    {
        var circle = Value("""{"M":{"Radius":{"N":"2"},"$type":{"S":"circle"}}}""");
        var labelled = Value("""{"L":[{"M":{"Size":{"N":"2"},"kind":{"S":"small"}}}]}""");

        Assert.That(Codec.Decode<GridShape>("f", circle), Is.EqualTo(new GridCircle(2)));
        Assert.That(Codec.Decode("f", circle, GridContext.Default.GridShape), Is.EqualTo(new GridCircle(2)));
        Assert.That(Codec.Decode<Labelled[]>("f", labelled), Is.EqualTo(new[] { new Small(2) }));
    }

    [Test]
    public void References_inside_an_object_are_kept_when_the_application_asks_for_them()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { ReferenceHandler = ReferenceHandler.Preserve });
        var node = new GridNode();
        node.Next = node;

        var result = codec.Decode<GridNode>("f", codec.Encode("f", node));

        Assert.That(result!.Next, Is.SameAs(result));
    }

    [Test]
    public void The_options_stay_the_applications()
    {
        var options = new JsonSerializerOptions();

        _ = new SessionFieldCodec(options).Encode("f", new GridPoint(1, 2));

        Assert.That(options.IsReadOnly, Is.False);
    }

    [Test]
    public void A_decimal_that_would_be_rounded_is_not_read()
    {
        var value = Value("""{"N":"0.12345678901234567890123456789012345678"}""");

        Assert.That(() => Codec.Decode<decimal>("f", value), Throws.TypeOf<SessionFieldTypeException>());
        Assert.That(Codec.Decode<double>("f", value), Is.EqualTo(0.12345678901234568));
    }

    [Test]
    public void The_message_of_a_wrong_type_names_field_and_both_types()
    {
        var value = Codec.Encode("cart", 5);

        Assert.That(
            () => Codec.Decode<Dictionary<string, List<int?>[]>>("cart", value),
            Throws.TypeOf<SessionFieldTypeException>().With.Message.StartsWith(
                "The session field 'cart' is stored as Number and cannot be read as Dictionary<String, List<Int32?>[]>"));
    }

    [Test]
    public void A_converter_that_the_application_registers_is_asked_for_every_type()
    {
        var options = SessionFieldCodec.CreateDefaultOptions();
        options.Converters.Add(new HexadecimalConverter());
        options.Converters.Add(new UpperCaseConverter());
        var codec = new SessionFieldCodec(options);

        var number = codec.Encode("f", 255);
        var text = codec.Encode("f", "dark");

        Assert.That(Text(number), Is.EqualTo("""{"S":"FF"}"""));
        Assert.That(Text(codec.Encode("f", (int?)255)), Is.EqualTo("""{"S":"FF"}"""));
        Assert.That(codec.Decode<int>("f", number), Is.EqualTo(255));
        Assert.That(Text(text), Is.EqualTo("""{"S":"DARK"}"""));
        Assert.That(codec.Decode<string>("f", text), Is.EqualTo("dark"));
    }

    [Test]
    public void Number_handling_applies_to_plain_numbers_too()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions
        {
            NumberHandling = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        });

        var value = codec.Encode("f", 5);

        Assert.That(Text(value), Is.EqualTo("""{"S":"5"}"""));
        Assert.That(codec.Decode<int>("f", value), Is.EqualTo(5));
        Assert.That(codec.Decode<double>("f", codec.Encode("f", double.NaN)), Is.NaN);
    }

    [Test]
    public void The_application_names_the_members()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions(JsonSerializerDefaults.Web));

        var value = codec.Encode("f", new GridPoint(1, 2));

        Assert.That(Text(value), Is.EqualTo("""{"M":{"x":{"N":"1"},"y":{"N":"2"}}}"""));
    }

    [Test]
    public void Keys_that_a_naming_policy_makes_equal_are_refused()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { DictionaryKeyPolicy = JsonNamingPolicy.CamelCase });

        Assert.That(
            () => codec.Encode("f", new Dictionary<string, int> { ["A"] = 1, ["a"] = 2 }),
            Throws.ArgumentException.With.Message.Contains("same name"));
    }

    [Test]
    public void Types_that_need_no_serializer_work_without_metadata()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() });

        Assert.That(codec.Decode<int?>("f", codec.Encode("f", 5)), Is.EqualTo(5));
        Assert.That(codec.Decode<string>("f", codec.Encode("f", "x")), Is.EqualTo("x"));
        Assert.That(() => codec.Decode<int>("f", codec.Encode("f", "x")), Throws.TypeOf<SessionFieldTypeException>());
        Assert.That(() => codec.Encode("f", new GridPoint(1, 2)), Throws.TypeOf<NotSupportedException>());
        Assert.That(codec.Decode("f", codec.Encode("f", new GridPoint(1, 2), GridContext.Default.GridPoint), GridContext.Default.GridPoint), Is.EqualTo(new GridPoint(1, 2)));
    }

    [Test]
    public void A_small_depth_of_the_options_is_the_applications_wish()
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { MaxDepth = 2 });

        Assert.That(() => codec.Encode("f", new[] { new[] { new[] { 1 } } }), Throws.ArgumentException.With.Message.Contains("'f'"));
    }

    [TestCase("raw", "\"\\uD800\"")]
    [TestCase("utf8", "\uFFFD")]
    [TestCase("segments", "a<D83D>|b")]
    [TestCase("segments", "a|<D83D>")]
    [TestCase("segments", "a|<DE00>b")]
    public void What_a_converter_writes_is_checked_too(string way, string text)
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { Converters = { new WritingConverter(way) } });

        Assert.That(() => codec.Encode("f", new Written(text)), Throws.ArgumentException.With.Message.Contains("'f'").And.Message.Contains("lone surrogate"));
    }

    [TestCase("raw", "\"\\uD83D\\uDE00\"", "\uD83D\uDE00")]
    [TestCase("raw", " [ 1.50 ] ", null)]
    [TestCase("segments", "a<D83D>|<DE00>b", "a\uD83D\uDE00b")]
    [TestCase("segments", "\"|\"", "\"\"")]
    public void What_a_converter_writes_well_is_stored(string way, string text, string? expected)
    {
        var codec = new SessionFieldCodec(new JsonSerializerOptions { Converters = { new WritingConverter(way) } });

        var value = codec.Encode("f", new Written(text));

        Assert.That(Text(value), expected is null ? Is.EqualTo("""{"L":[{"N":"1.5"}]}""") : Is.Not.Null);
        Assert.That(expected is null ? null : codec.Decode<string>("f", value), Is.EqualTo(expected));
    }

    [Test]
    public void Exceptions_of_the_applications_own_kind_pass()
    {
        Assert.That(() => Codec.Encode("f", new Throwing()), Throws.TypeOf<TimeZoneNotFoundException>());
    }

    [Test]
    public void Many_threads_may_share_a_codec()
    {
        Parallel.For(0, 1_000, number =>
        {
            var product = new GridProduct(number.ToString(CultureInfo.InvariantCulture), number, number / 4m);
            Assert.That(Codec.Decode<GridProduct>("f", Codec.Encode("f", product)), Is.EqualTo(product));
        });
    }

    private static TestCaseData Encoded<T>(string name, T value, string json) =>
        new TestCaseData(() => Codec.Encode("f", value), json).SetArgDisplayNames(name);

    private static SessionValue Value(string json) => SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(json));

    private static string Text(SessionValue value) => Encoding.UTF8.GetString(value.Utf8Json.Span);

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Small), "small")]
    private abstract record Labelled;

    private sealed record Small(int Size) : Labelled;

    private sealed record Written(string Text);

    private sealed class Throwing
    {
        private readonly bool _works = Environment.ProcessorCount == 0;

        public bool Works => _works ? true : throw new TimeZoneNotFoundException();
    }

    private sealed class HexadecimalConverter : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            int.Parse(reader.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("X", CultureInfo.InvariantCulture));
    }

    private sealed class UpperCaseConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            string.Create(CultureInfo.InvariantCulture, $"{reader.GetString()!.Replace("DARK", "dark", StringComparison.Ordinal)}");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToUpperInvariant());
    }

    private sealed class WritingConverter(string way) : JsonConverter<Written>
    {
        public override Written Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Written value, JsonSerializerOptions options)
        {
            switch (way)
            {
                case "raw":
                    writer.WriteRawValue(value.Text);
                    break;
                case "utf8":
                    writer.WriteStringValue([0x61, 0xED, 0xA0, 0x80]);
                    break;
                default:
                    // An attribute cannot hold half of a pair.
                    var parts = value.Text.Replace("<D83D>", "\uD83D", StringComparison.Ordinal).Replace("<DE00>", "\uDE00", StringComparison.Ordinal).Split('|');
                    writer.WriteStringValueSegment(parts[0].AsSpan(), isFinalSegment: false);
                    writer.WriteStringValueSegment(parts[1].AsSpan(), isFinalSegment: true);
                    break;
            }
        }
    }
}
