using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Any text that is parsed as a stored value is either refused at once, or can be used like any other value.</summary>
[Category(ProofRun.Category)]
public sealed class StoredValueFuzzTests
{
    private static readonly int Inputs = ProofRun.Count(small: 10_000, ci: 200_000, @long: 10_000_000);

    private static readonly SessionValue Valid = Sample.Json("""{"M":{"count":{"N":"1"},"items":{"L":[{"S":"a"}]}}}""");

    private static readonly Action<SessionValue>[] Uses =
    [
        Read<string>, Read<bool>, Read<int>, Read<int?>, Read<long>, Read<decimal>, Read<double>, Read<Int128>, Read<BigInteger>, Read<byte[]>,
        Read<ReadOnlyMemory<byte>>, Read<DateTimeOffset>, Read<Guid>, Read<Uri>, Read<DayOfWeek>, Read<List<string>>, Read<HashSet<int>>,
        Read<Dictionary<string, decimal>>, Read<Basket>, Read<Clothing>, Read<JsonElement>, Read<object>,
        value => SessionFieldCodec.ToBytes(value),
        value => value.ContentEquals(Valid),
        value => Valid.ContentEquals(value),
        value => value.ContentEquals(SessionValue.FromDynamoDbJson(value.Utf8Json.ToArray())),
        value => AttributeValueJson.ToAttributeValue(value),
        Combine, Measure, Track,
    ];

    [Test]
    public void Any_text_is_refused_at_once_or_is_a_usable_value()
    {
        var random = new Random(ProofRun.NewSeed());
        var trees = new RandomTrees(random);
        var mutations = new JsonMutations(random);
        var bounds = new Bounds(bytes: 128 * 1024, bytesPerUnit: 512);
        var accepted = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var json = Next(random, trees, mutations);
            var use = random.Next(Uses.Length);

            var problem = bounds.Try(json.Length, () => accepted += IsAccepted(json, Uses[use]) ? 1 : 0);

            Assert.That(problem, Is.Null, () => $"Input {input}, use {use}: {Shown(json)}");
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bounds}; {accepted:N0} accepted"));
        Assert.That(bounds.Inputs, Is.EqualTo(Inputs));
        Assert.That(accepted, Is.InRange(Inputs / 10, Inputs * 9 / 10), "There should be both valid and invalid inputs.");
    }

    private static byte[] Next(Random random, RandomTrees trees, JsonMutations mutations)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }

        var json = Json(trees);
        return random.Next(4) == 0 ? json : mutations.Mutate(json, Json(trees));
    }

    private static byte[] Json(RandomTrees trees) => AttributeValueJson.ToSessionValue(trees.Next()).Utf8Json.ToArray();

    private static bool IsAccepted(byte[] json, Action<SessionValue> use)
    {
        SessionValue value;
        try
        {
            value = SessionValue.FromDynamoDbJson(json);
        }
        catch (FormatException)
        {
            return false;
        }

        try
        {
            use(value);
        }
        catch (SessionFieldTypeException)
        {
            // Valid, but of another type than the one read.
        }

        return true;
    }

    private static void Read<T>(SessionValue value) => Loaded.Codec.Decode<T>("field", value);

    private static void Combine(SessionValue value)
    {
        try
        {
            SessionChange.Increment(1).ApplyTo("field", value);
        }
        catch (Exception exception) when (exception is SessionFieldTypeException or ArgumentException)
        {
            SessionChange.Append(Sample.List("a")).ApplyTo("field", value);
        }
    }

    private static void Measure(SessionValue value)
    {
        var fields = Loaded.With();
        fields.ThrowIfTooLarge(Sample.Changes(("field", SessionChange.Set(value))), maxBytes: 1_000_000);
    }

    private static void Track(SessionValue value)
    {
        var fields = Loaded.With(("field", value));
        fields.TryGet<Basket>("field", out _);
        fields.GetChanges();
    }

    private static string Shown(byte[] json) => $"{Encoding.UTF8.GetString(json.AsSpan(0, Math.Min(json.Length, 300)))} ({Convert.ToHexString(json.AsSpan(0, Math.Min(json.Length, 300)))})";

    private sealed class Basket
    {
        public int Count { get; set; }

        public List<string>? Items { get; set; }

        public Basket? Inner { get; set; }
    }

    [JsonDerivedType(typeof(Hat), "Hat")]
    [JsonDerivedType(typeof(Scarf), "Scarf")]
    private class Clothing
    {
        public string? Name { get; set; }
    }

    private sealed class Hat : Clothing;

    private sealed class Scarf : Clothing
    {
        public double Length { get; set; }
    }
}
