using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace DynamoSession.Tests.Support;

/// <summary>
/// Every row of the table of types with its edges, every kind of name, and every refusal. Whatever keeps fields is driven through all
/// of them: store each case (or see it refused), then verify it, in the same request or in a later one.
/// </summary>
public static partial class ValueGrid
{
    /// <summary>No message may contain it.</summary>
    public const string Secret = "s3cret";

    public static IEnumerable<ValueGridCase> All =>
    [
        .. Texts(), .. Names(), .. Integers(), .. Fractions(), .. RefusedNumbers(), .. Scalars(), .. Moments(), .. Binary(), .. ByteViews(),
        .. Collections(), .. Objects(), .. Depths(), .. RefusedObjects(), .. Nothing(), .. OtherTypes(), .. UnreadableTypes(), .. SourceGenerated(),
    ];

    private static ReadableCase<T, T> Same<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null) =>
        new(name, "f", value, read => Assert.That(read, Is.EqualTo(value)), typeInfo, typeInfo);

    /// <summary>For types without equality of their own. DynamoDB does not keep the order of a map.</summary>
    private static ReadableCase<T, T> SameJson<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null) =>
        new(name, "f", value, read => Assert.That(HasSameJson(read, value), Is.True), typeInfo, typeInfo);

    private static bool HasSameJson<T>(T read, T value) =>
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(read), JsonSerializer.SerializeToNode(value));

    private static ReadableCase<TWritten, TRead> Other<TWritten, TRead>(string name, TWritten value, TRead expected) =>
        new(name, "f", value, read => Assert.That(read, Is.EqualTo(expected)));

    private static RefusedCase<T> Refused<T>(string name, T value, string refusal, JsonTypeInfo<T>? typeInfo = null) =>
        new(name, "f", value, refusal, typeInfo);

    private static IEnumerable<ValueGridCase> SameAll<T>(string type, params T[] values)
    {
        var number = 0;
        foreach (var value in values)
        {
            yield return Same(string.Create(CultureInfo.InvariantCulture, $"{type} {++number}: {Printable(value)}"), value);
        }
    }

    private static string Printable<T>(T value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{value}");
        var isPrintable = text.Length < 60 && text.All(character => character is >= ' ' and < '\u007F');
        return isPrintable ? text : string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters");
    }
}
