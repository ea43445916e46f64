using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Tests.Core.Values;

/// <summary>Enums without dynamic code, against <see cref="JsonStringEnumConverter"/>: what one writes, the other reads.</summary>
[TestFixture(typeof(DayOfWeek))]
[TestFixture(typeof(Enums.Gaps))]
[TestFixture(typeof(Enums.Aliases))]
[TestFixture(typeof(Enums.Cases))]
[TestFixture(typeof(Enums.Renamed))]
[TestFixture(typeof(Enums.Access))]
[TestFixture(typeof(Enums.AccessWithoutNone))]
[TestFixture(typeof(Enums.Signed))]
[TestFixture(typeof(Enums.Wide))]
public sealed class EnumNameConverterTests<TEnum>
    where TEnum : struct, Enum
{
    private static readonly JsonSerializerOptions Theirs = new() { Converters = { new JsonStringEnumConverter() } };
    private static readonly JsonSerializerOptions Ours = new() { Converters = { new EnumNameConverter() } };

    private static readonly TEnum[] Values =
    [
        .. Enum.GetValues<TEnum>(),
        .. Enumerable.Range(-3, 40).Select(number => (TEnum)Enum.ToObject(typeof(TEnum), number)),
        (TEnum)Enum.ToObject(typeof(TEnum), long.MinValue),
        (TEnum)Enum.ToObject(typeof(TEnum), ulong.MaxValue),
        (TEnum)Enum.ToObject(typeof(TEnum), 1L << 63),
    ];

    private static IEnumerable<string> Texts() => Enum.GetNames<TEnum>()
        .SelectMany(name => new[] { name, name.ToLowerInvariant(), name.ToUpperInvariant(), $" {name} ", $"{name},{name}", $"{name}, ", $",{name}" })
        .Concat(["", " ", ",", "1", " 1 ", "-1", "+1", "1,2", "99999999999999999999", "nothing", "A, Read", "read-only", "read-only,WRITE", "Read, Write", "Read,Write,", "1e2", "1.0"])
        .Distinct();

    [Test]
    public void A_value_is_written_alike()
    {
        Assert.That(Values.Select(value => JsonSerializer.Serialize(value, Ours)), Is.EqualTo(Values.Select(value => JsonSerializer.Serialize(value, Theirs))));
    }

    [Test]
    public void A_nullable_value_is_written_alike([Values] bool isNull)
    {
        TEnum? value = isNull ? null : Values[0];

        Assert.That(JsonSerializer.Serialize(value, Ours), Is.EqualTo(JsonSerializer.Serialize(value, Theirs)));
        Assert.That(JsonSerializer.Deserialize<TEnum?>(JsonSerializer.Serialize(value, Ours), Ours), Is.EqualTo(value));
    }

    [Test]
    public void A_key_is_written_and_read_alike()
    {
        foreach (var value in Values)
        {
            var written = JsonSerializer.Serialize(new Dictionary<TEnum, int> { [value] = 1 }, Ours);

            Assert.That(written, Is.EqualTo(JsonSerializer.Serialize(new Dictionary<TEnum, int> { [value] = 1 }, Theirs)));
            Assert.That(JsonSerializer.Deserialize<Dictionary<TEnum, int>>(written, Ours)!.Keys.Single(), Is.EqualTo(value));
        }
    }

    [Test]
    public void What_was_written_is_read_again()
    {
        Assert.That(Values.Select(value => JsonSerializer.Deserialize<TEnum>(JsonSerializer.Serialize(value, Ours), Ours)), Is.EqualTo(Values));
    }

    [Test]
    public void Text_is_read_alike([ValueSource(nameof(Texts))] string text) => AssertReadAlike(JsonSerializer.Serialize(text));

    [Test]
    public void A_number_is_read_alike(
        [Values("0", "1", "-1", "127", "128", "255", "256", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "1.0", "1.5", "1e2")] string number) =>
        AssertReadAlike(number);

    [Test]
    public void Other_kinds_are_refused([Values("null", "true", "[]", "{}")] string json) => AssertReadAlike(json);

    private static void AssertReadAlike(string json) => Assert.That(Read(json, Ours), Is.EqualTo(Read(json, Theirs)));

    private static TEnum? Read(string json, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<TEnum>(json, options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
