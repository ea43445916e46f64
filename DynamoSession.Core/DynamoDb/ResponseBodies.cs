using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Amazon.Runtime;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads responses that came over the wire. What is not as it should be is left to the SDK, which has the exceptions for it.</summary>
/// <param name="fieldsAttribute">The name of the Map that holds the fields.</param>
internal sealed class ResponseBodies(string fieldsAttribute)
{
    // DynamoDB allows 32 levels, each of which is two levels of JSON; the rest is for what is around them.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = (2 * 32) + 8, AllowDuplicateProperties = false };

    private readonly byte[] _fieldsAttribute = Encoding.UTF8.GetBytes(fieldsAttribute);

    /// <summary>Reads the response to a GetItem.</summary>
    /// <returns>The response; <see langword="null"/> if the SDK must make the call.</returns>
    /// <exception cref="AmazonServiceException">DynamoDB has refused the request for good.</exception>
    public ItemResponse? OfGet(WireAnswer answer) => answer.Outcome == WireOutcome.ConditionFailed ? null : Read(answer, "Item"u8);

    /// <summary>Reads the response to an UpdateItem.</summary>
    /// <returns>The response; <see langword="null"/> if the SDK must make the call.</returns>
    /// <exception cref="AmazonServiceException">DynamoDB has refused the request for good.</exception>
    public ItemResponse? OfUpdate(WireAnswer answer) => Read(answer, answer.Outcome == WireOutcome.ConditionFailed ? "Item"u8 : "Attributes"u8);

    private ItemResponse? Read(WireAnswer answer, ReadOnlySpan<byte> member)
    {
        if (answer.Refusal is { } refusal)
        {
            throw refusal;
        }

        if (answer.Outcome == WireOutcome.Unanswered)
        {
            return null;
        }

        try
        {
            return Read(answer.Body, member, isApplied: answer.Outcome == WireOutcome.Succeeded, IsTrusted(answer));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The checksum vouches for valid JSON, because only DynamoDB writes it. Its text may still not be valid Unicode.
    private static bool IsTrusted(WireAnswer answer) => answer.IsVerified && !HasUnicodeEscape(answer.Body.Span) && Utf8.IsValid(answer.Body.Span);

    // Most sessions have no backslash at all, and a search for one byte takes half the time of one for two.
    private static bool HasUnicodeEscape(ReadOnlySpan<byte> json) => json.Contains((byte)'\\') && json.IndexOf("\\u"u8) >= 0;

    private ItemResponse Read(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> member, bool isApplied, bool isTrusted)
    {
        if (!isTrusted)
        {
            Validate(body);
        }

        JsonItem? item = null;
        double? units = null;
        var scanner = new JsonScanner(body.Span);
        scanner.EnterObject();
        while (scanner.NextMember(out var name))
        {
            if (name.IsEscaped && !isTrusted)
            {
                throw DynamoDbJsonSyntax.NotDynamoDbJson();
            }

            if (name.Of(body.Span).SequenceEqual(member))
            {
                item = ReadItem(body, ref scanner, isTrusted);
            }
            else if (name.Of(body.Span).SequenceEqual("ConsumedCapacity"u8))
            {
                units = ReadUnits(scanner.SkipValue().Of(body), isTrusted);
            }
            else if (scanner.SkipValue().Of(body.Span) is var other && !isTrusted && !IsHarmless(other, isApplied))
            {
                throw DynamoDbJsonSyntax.NotDynamoDbJson();
            }
        }

        return new(isApplied, item, units);
    }

    private JsonItem? ReadItem(ReadOnlyMemory<byte> body, ref JsonScanner scanner, bool isTrusted)
    {
        if (body.Span[scanner.Position..].StartsWith("null"u8))
        {
            scanner.SkipValue();
            return null;
        }

        var attributes = JsonMembers.Read(body, ref scanner, _fieldsAttribute);
        for (var index = 0; index < attributes.Count && !isTrusted; index++)
        {
            DynamoDbJsonValidator.Validate(attributes.ValueAt(index).Span);
        }

        return attributes.Count == 0 ? null : new JsonItem(attributes);
    }

    private static double? ReadUnits(ReadOnlyMemory<byte> json, bool isTrusted)
    {
        if (json.Span.SequenceEqual("null"u8))
        {
            return null;
        }

        double? units = null;
        var members = JsonMembers.Of(json);
        for (var index = 0; index < members.Count; index++)
        {
            var value = members.ValueAt(index).Span;
            units = members.NameAt(index) switch
            {
                "CapacityUnits" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                "TableName" when IsPlainText(value) => units,

                // Calls ask for the total only. The SDK may reject what else there is.
                _ => isTrusted ? units : throw DynamoDbJsonSyntax.NotDynamoDbJson(),
            };
        }

        return units;
    }

    // The SDK passes over other members of a response, but reads those of an error as text. It rejects half a surrogate pair in either.
    private static bool IsHarmless(ReadOnlySpan<byte> value, bool isApplied) => isApplied ? !value.Contains((byte)'\\') : IsPlainText(value);

    private static bool IsPlainText(ReadOnlySpan<byte> value) => value is [(byte)'"', ..] && !value.Contains((byte)'\\');

    private static void Validate(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }

        using var document = JsonDocument.Parse(json, Strict);
    }
}
