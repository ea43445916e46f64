using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Aot.App;

/// <summary>A value for each row of the table of types in docs/fields.md, encoded, and decoded and encoded again.</summary>
internal sealed class TypeTable(SessionFieldCodec codec)
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 29, 16, 30, 15, 250, TimeSpan.FromHours(2));
    private static readonly Guid Id = new("0e984725-c51c-4bf4-9960-e1c80e27aba0");

    private readonly List<string> _lines = [];

    /// <summary>Returns a line for each value: its name, and what is stored.</summary>
    public IReadOnlyList<string> Encode()
    {
        Add("string", "Grüße");
        Add("char", 'ß');
        Add("guid", Id);
        Add<Guid?>("guid?", null);
        Add("uri", new Uri("https://example.org/a?b=ä"));
        Add("version", new Version(1, 2, 3));
        Add("date and time", Moment.UtcDateTime);
        Add("date, time and offset", Moment);
        Add<DateTimeOffset?>("date, time and offset?", Moment);
        Add("date", DateOnly.FromDateTime(Moment.DateTime));
        Add("time", TimeOnly.FromDateTime(Moment.DateTime));
        Add("duration", TimeSpan.FromSeconds(90_061.5));
        Add("bool", true);
        Add("int", -42);
        Add<int?>("int?", 42);
        Add("long", long.MaxValue);
        Add("decimal", 14.50m);
        Add("double", 0.1);
        Add("float", 0.1f);
        Add("int 128", Int128.Parse("12345678901234567890123456789012345678", CultureInfo.InvariantCulture));
        Add("big integer", BigInteger.Pow(10, 30) + 1);
        Add<BigInteger?>("big integer?", BigInteger.One);
        Add("bytes", new ReadOnlyMemory<byte>([0, 1, 255]));
        Add("byte array", new byte[] { 0, 1, 255 });
        Add("strings", new List<string> { "a", "b" });
        Add("array of strings", new[] { "a", "b" });
        Add("read-only list of strings", (IReadOnlyList<string>)["a"]);
        Add("set of strings", new HashSet<string> { "a" });
        Add("dictionary of strings", new Dictionary<string, string> { ["a"] = "b" });
        Add("numbers", new List<int> { 1, 2 });
        Add("decimals", new[] { 1.5m });
        Add("guids", new HashSet<Guid> { Id });
        Add("moments", new List<DateTimeOffset> { Moment });
        Add("dictionary of numbers", new Dictionary<string, long> { ["a"] = 1 });
        Add("json", JsonDocument.Parse("""{"a":[1,null]}""").RootElement);
        foreach (var delivery in (ReadOnlySpan<Delivery>)[Delivery.Post, Delivery.Pickup, (Delivery)9, (Delivery)(-1)])
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"enum {(int)delivery}"), delivery);
        }

        for (var extras = 0; extras <= 8; extras++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"flags {extras}"), (Extras)extras);
        }

        Add<Delivery?>("enum?", Delivery.Courier);
        Add<Delivery?>("enum? without a value", null);
        var order = new Order(
            Id,
            Delivery.Courier,
            Extras.Gift | Extras.Ribbon,
            Moment,
            33.90m,
            [new OrderLine("mug", 2), new OrderLine("lamp", 1)],
            new() { [Delivery.Pickup] = TimeSpan.FromHours(1), [(Delivery)9] = TimeSpan.Zero },
            [Extras.Card, Extras.None],
            [1, 2, 3],
            new Uri("/invoice", UriKind.Relative));
        Add("object", order);
        Add("object with nulls", order with { Extras = null, Invoice = null });
        return _lines;
    }

    /// <summary>Returns how values read that another writer may have stored: other cases, numbers, text with spaces.</summary>
    public IReadOnlyList<string> Decode()
    {
        foreach (var stored in new[] { "courier", " Courier ", "7", "-1", "Post,Pickup", "nowhere", "", "+7", "99999999999" })
        {
            Read<Delivery>($"'{stored}'", Text(stored));
        }

        foreach (var stored in new[] { "7", "-1", "2147483648", "1.5" })
        {
            Read<Delivery>(stored, $$"""{"N":"{{stored}}"}""");
        }

        foreach (var stored in new[] { "GREETING-CARD, ribbon", "Card", "Gift,Ribbon", "256", "Gift," })
        {
            Read<Extras>($"'{stored}'", Text(stored));
        }

        return _lines;
    }

    private static string Text(string stored) => $$"""{"S":"{{stored}}"}""";

    private void Add<T>(string name, T value)
    {
        var stored = codec.Encode(name, value);
        var again = codec.Encode(name, codec.Decode<T>(name, stored));
        _lines.Add($"{name}\t{Encoding.UTF8.GetString(stored.Utf8Json.Span)}\t{stored.ContentEquals(again)}");
    }

    private void Read<T>(string name, string json)
        where T : struct, Enum
    {
        try
        {
            _lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}\t{Convert.ToInt64(codec.Decode<T>(name, SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(json))), CultureInfo.InvariantCulture)}"));
        }
        catch (DynamoSession.Core.SessionFieldTypeException)
        {
            _lines.Add($"{name}\trefused");
        }
    }
}
