using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing.Comparison;

/// <summary>Converts a stored value to a plain .NET value, without knowing its type.</summary>
internal static class PlainValue
{
    // A decimal may not keep more digits than this.
    private const int DigitsOfDecimal = 28;

    /// <summary>
    /// Returns a string as text; a number as an <see cref="int"/>, a <see cref="long"/> or a <see cref="decimal"/>, the first that can
    /// represent it, or else as text; binary as a byte array; lists as arrays; maps as dictionaries.
    /// </summary>
    public static object? Of(SessionValue value)
    {
        using var json = JsonDocument.Parse(value.Utf8Json);
        return Of(json.RootElement);
    }

    /// <summary>Returns the value as JSON, for a message; binary in hexadecimal.</summary>
    public static string Show(SessionValue value) => value.Kind switch
    {
        SessionValueKind.String => $"\"{JsonEncodedText.Encode(SessionFieldCodec.ToBytes(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        SessionValueKind.Binary => $"bytes {Convert.ToHexString(SessionFieldCodec.ToBytes(value))}",
        SessionValueKind.Number => Convert.ToString(Of(value), CultureInfo.InvariantCulture)!,
        _ => System.Text.Encoding.UTF8.GetString(SessionFieldCodec.ToBytes(value)),
    };

    public static decimal Number(SessionValue value) => Convert.ToDecimal(Of(value), CultureInfo.InvariantCulture);

    private static object? Of(JsonElement element)
    {
        var member = element.EnumerateObject().Single();
        return member.Name switch
        {
            "S" => member.Value.GetString(),
            "N" => NumberOf(member.Value.GetString()!),
            "B" => member.Value.GetBytesFromBase64(),
            "BOOL" => member.Value.GetBoolean(),
            "NULL" => null,
            "L" => member.Value.EnumerateArray().Select(Of).ToArray(),
            "M" => member.Value.EnumerateObject().ToDictionary(item => item.Name, item => Of(item.Value), StringComparer.Ordinal),
            "SS" => member.Value.EnumerateArray().Select(item => (object?)item.GetString()).ToArray(),
            "NS" => member.Value.EnumerateArray().Select(item => (object?)NumberOf(item.GetString()!)).ToArray(),
            _ => member.Value.EnumerateArray().Select(item => (object?)item.GetBytesFromBase64()).ToArray(),
        };
    }

    private static object NumberOf(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
        {
            return small;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            return large;
        }

        // A decimal would silently round a number with an exponent or more digits.
        return text.Count(char.IsAsciiDigit) <= DigitsOfDecimal && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : text;
    }
}
