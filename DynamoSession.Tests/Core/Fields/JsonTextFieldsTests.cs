using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Text that is the JSON of an object, as the SessionExtensions of ASP.NET Core's documentation store it by SetString.</summary>
public sealed class JsonTextFieldsTests
{
    private static readonly JsonSerializerOptions WebOptions = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static IEnumerable<TestCaseData> Values()
    {
        yield return Case(new Cart { Owner = "Ann", Lines = { new Line("mug", 2) } });
        yield return Case(new Line("mug", 2));
        yield return Case<Line?>(null);
        yield return Case(new Point(1, 2));
        yield return Case<Point?>(new Point(1, 2));
        yield return Case<Point?>(null);
        yield return Case(new List<int> { 1, 2 });
        yield return Case(new[] { "a", "b" });
        yield return Case<IReadOnlyList<Line>>([new Line("mug", 2)]);
        yield return Case(ImmutableArray.Create(1, 2));
        yield return Case(new HashSet<string> { "a" });
        yield return Case(new Dictionary<string, decimal> { ["mug"] = 14.5m });
        yield return Case(new Dictionary<int, Point> { [7] = new(1, 2) });
        yield return Case((Name: "a", Size: 3));
        yield return Case<Animal>(new Dog("Rex"));
        yield return Case(new List<Animal> { new Dog("Rex"), new Cat(9) });
        yield return Case(new JsonObject { ["a"] = 1 });
        yield return Case(new JsonArray(1, "b"));
        yield return Case(new Money(7, "EUR"));
        yield return Case(new Order { Total = new Money(7, "EUR") });
        yield return Case(new DateTime(2026, 11, 29, 1, 2, 3, DateTimeKind.Utc));
        yield return Case(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));
        yield return Case(TimeSpan.FromMinutes(3));
    }

    [TestCaseSource(nameof(Values))]
    public void Json_text_is_read_as_its_type(Func<SessionValue, (string Read, string Written)> read, string json)
    {
        var (value, written) = read(SessionFieldCodec.FromBytes(System.Text.Encoding.UTF8.GetBytes(json)));

        Assert.That(value, Is.EqualTo(written));
    }

    [TestCase("")]
    [TestCase("Ann")]
    [TestCase("7")]
    [TestCase("\"Ann\"")]
    [TestCase("[1")]
    [TestCase("{\"Owner\":\"Ann\"")]
    [TestCase("{\"Owner\":\"Ann\"} {}")]
    [TestCase("{\"Owner\":7}")]
    [TestCase("{'Owner':'Ann'}")]
    public void Text_that_is_not_the_json_of_the_type_is_refused_and_kept(string text)
    {
        var fields = Loaded.With(("cart", Sample.Text(text)));

        var refusal = Assert.Throws<SessionFieldTypeException>(() => fields.Get<Cart>("cart"));

        Assert.Multiple(() =>
        {
            Assert.That(refusal.Message, Does.Contain("'cart'").And.Contain("String").And.Contain("Cart").And.Contain("read it as text"));
            Assert.That(text.Length < 2 || !refusal.Message.Contains(text, StringComparison.Ordinal));
            Assert.That(fields.Get<string>("cart"), Is.EqualTo(text));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void Four_bytes_that_are_json_are_read()
    {
        var fields = Loaded.With(("numbers", SessionFieldCodec.FromBytes("[12]"u8)), ("nothing", SessionFieldCodec.FromBytes("null"u8)));

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<int[]>("numbers"), Is.EqualTo(new[] { 12 }));
            Assert.That(fields.TryGet<Cart>("nothing", out var cart), Is.True);
            Assert.That(cart, Is.Null);
        });
    }

    [TestCase(new byte[] { 0, 0, 0, 5 }, TestName = "what SetInt32 wrote")]
    [TestCase(new byte[] { 0x5B, 0xFF, 0x5D }, TestName = "bytes that are not UTF-8")]
    public void Bytes_that_are_not_json_are_refused_as_what_they_are(byte[] bytes)
    {
        var fields = Loaded.With(("cart", SessionFieldCodec.FromBytes(bytes)));

        Assert.That(() => fields.Get<List<int>>("cart"), Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("stored as Binary"));
    }

    [Test]
    public void Reading_is_not_a_change_and_mutating_stores_a_map()
    {
        var fields = Loaded.With(("cart", Sample.Text("""{"Owner":"Ann","Lines":[],"Unknown":true}""")));

        var cart = fields.Get<Cart>("cart")!;
        var afterReading = fields.Changes();
        cart.Lines.Add(new Line("mug", 2));

        Assert.Multiple(() =>
        {
            Assert.That(afterReading, Is.Empty);
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """cart: Set {"M":{"Owner":{"S":"Ann"},"Lines":{"L":[{"M":{"Sku":{"S":"mug"},"Quantity":{"N":"2"}}}]}}}""" }));
        });
    }

    [TestCase("""{"":1,"a":1}""", "empty name", TestName = "an empty key")]
    [TestCase("""{"a":1E200}""", "above 9.99E+125", TestName = "a number that is too large")]
    public void Json_text_that_no_map_can_hold_is_read_and_a_change_of_it_is_refused_until_a_map_can(string json, string reason)
    {
        var fields = Loaded.With(("rates", Sample.Text(json)));

        var rates = fields.Get<Dictionary<string, double>>("rates")!;
        var afterReading = fields.Changes();
        rates["b"] = 2;
        var refusal = Assert.Throws<ArgumentException>(() => fields.GetChanges());
        rates.Remove("");
        rates["a"] = 1;

        Assert.Multiple(() =>
        {
            Assert.That(afterReading, Is.Empty);
            Assert.That(refusal!.Message, Does.Contain("'rates'").And.Contain(reason));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """rates: Set {"M":{"a":{"N":"1"},"b":{"N":"2"}}}""" }));
        });
    }

    [Test]
    public void Setting_what_was_read_stores_a_map()
    {
        var fields = Loaded.With(("cart", Sample.Text("""{"Owner":"Ann","Lines":[]}""")));

        fields.Set("cart", fields.Get<Cart>("cart"));

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """cart: Set {"M":{"Owner":{"S":"Ann"},"Lines":{"L":[]}}}""" }));
    }

    [Test]
    public void The_type_info_reads_it()
    {
        var fields = Loaded.With(("cart", Sample.Text("""{"owner":"Ann"}""")));

        Assert.That(fields.TryGet("cart", out var cart, (JsonTypeInfo<Cart>)WebOptions.GetTypeInfo(typeof(Cart))) ? cart.Owner : null, Is.EqualTo("Ann"));
    }

    [Test]
    public void Types_that_text_may_be_read_as_stay_text()
    {
        var fields = Loaded.With(("text", Sample.Text("[1]")));

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<string>("text"), Is.EqualTo("[1]"));
            Assert.That(fields.Get<JsonElement>("text").ValueKind, Is.EqualTo(JsonValueKind.String));
            Assert.That(fields.Get<JsonNode>("text")!.GetValueKind(), Is.EqualTo(JsonValueKind.String));
            Assert.That(((JsonElement)fields.Get<object>("text")!).ValueKind, Is.EqualTo(JsonValueKind.String));
            Assert.That(fields.Get<byte[]>("text"), Is.EqualTo("[1]"u8.ToArray()));
        });
    }

    [Test]
    public void A_converter_that_reads_text_comes_first()
    {
        var fields = Loaded.With(("route", Sample.Text("""["not", "json", "to the converter"]""")));

        Assert.That(fields.Get<Route>("route")!.Text, Is.EqualTo("""["not", "json", "to the converter"]"""));
    }

    [TestCase(30, true)]
    [TestCase(31, false)]
    [TestCase(100_000, false)]
    public void Json_text_nests_as_deep_as_a_field_may(int levels, bool isReadable)
    {
        var json = string.Concat(Enumerable.Repeat("""{"Inner":""", levels - 1)) + "{}" + new string('}', levels - 1);
        var fields = Loaded.With(("nest", Sample.Text(json)));

        if (isReadable)
        {
            var nest = fields.Get<Nest>("nest")!;
            nest.Name = "outer";

            Assert.That(fields.Changes(), Has.One.Items);
        }
        else
        {
            Assert.That(() => fields.Get<Nest>("nest"), Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("30 levels"));
        }
    }

    private static TestCaseData Case<T>(T value)
    {
        var json = JsonSerializer.Serialize(value);
        (string, string) Read(SessionValue stored) => (JsonSerializer.Serialize(Loaded.Codec.Decode<T>("field", stored)), json);
        return new TestCaseData((Func<SessionValue, (string, string)>)Read, json).SetArgDisplayNames(typeof(T).ToString(), json);
    }

    private sealed class Cart
    {
        public string? Owner { get; set; }

        public List<Line> Lines { get; init; } = [];
    }

    private sealed record Line(string Sku, int Quantity);

    private readonly record struct Point(int X, int Y);

    [JsonDerivedType(typeof(Dog), "dog")]
    [JsonDerivedType(typeof(Cat), "cat")]
    private abstract record Animal;

    private sealed record Dog(string Name) : Animal;

    private sealed record Cat(int Lives) : Animal;

    private sealed class Order
    {
        public Money? Total { get; set; }
    }

    [JsonConverter(typeof(MoneyConverter))]
    private sealed record Money(int Amount, string Currency);

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = reader.TokenType == JsonTokenType.StartObject ? JsonDocument.ParseValue(ref reader) : throw new JsonException();
            return new Money(json.RootElement.GetProperty("amount").GetInt32(), json.RootElement.GetProperty("currency").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("amount", value.Amount);
            writer.WriteString("currency", value.Currency);
            writer.WriteEndObject();
        }
    }

    [JsonConverter(typeof(RouteConverter))]
    private sealed record Route(string Text);

    private sealed class RouteConverter : JsonConverter<Route>
    {
        public override Route Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Route value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }

    private sealed class Nest
    {
        public string? Name { get; set; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Nest? Inner { get; set; }
    }
}
