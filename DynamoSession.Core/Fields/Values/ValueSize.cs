using System.Buffers.Text;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Computes the size of values by DynamoDB's rules for item sizes, which determine the cost and the 400 KB limit.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">DynamoDB item sizes</seealso>
internal static class ValueSize
{
    private const int ContainerOverhead = 3;
    private const int ElementOverhead = 1;

    public static int Of(ReadOnlySpan<byte> utf8Json)
    {
        // Most values, as DynamoDB and this package write them, need no reader.
        if (utf8Json is [(byte)'{', (byte)'"', (byte)'N' or (byte)'S', (byte)'"', (byte)':', (byte)'"', .. var content, (byte)'"', (byte)'}'] && !content.Contains((byte)'\\'))
        {
            return utf8Json[2] == (byte)'N' ? SizeOfNumber(content) : content.Length;
        }

        var reader = new Utf8JsonReader(utf8Json, DynamoDbJsonSyntax.Reading);
        reader.Read();
        return Measure(ref reader);
    }

    // The reader starts at the value's opening brace and ends at its closing one.
    private static int Measure(ref Utf8JsonReader reader)
    {
        reader.Read();
        var kind = DynamoDbJsonSyntax.KindAt(ref reader);
        reader.Read();

        var size = kind switch
        {
            SessionValueKind.Boolean or SessionValueKind.Null => 1,
            SessionValueKind.List => MeasureList(ref reader),
            SessionValueKind.Map => MeasureMap(ref reader),
            SessionValueKind.StringSet => MeasureSet(ref reader, SessionValueKind.String),
            SessionValueKind.NumberSet => MeasureSet(ref reader, SessionValueKind.Number),
            SessionValueKind.BinarySet => MeasureSet(ref reader, SessionValueKind.Binary),
            _ => MeasureScalar(ref reader, kind),
        };

        reader.Read();
        return size;
    }

    private static int MeasureScalar(ref Utf8JsonReader reader, SessionValueKind kind)
    {
        var content = DynamoDbJsonSyntax.Unescaped(ref reader);
        return kind switch
        {
            SessionValueKind.Number => SizeOfNumber(content),
            SessionValueKind.Binary => SizeOfBase64(content),
            _ => content.Length,
        };
    }

    private static int MeasureList(ref Utf8JsonReader reader)
    {
        var size = ContainerOverhead;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            size += ElementOverhead + Measure(ref reader);
        }

        return size;
    }

    private static int MeasureMap(ref Utf8JsonReader reader)
    {
        var size = ContainerOverhead;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            size += ElementOverhead + DynamoDbJsonSyntax.Unescaped(ref reader).Length;
            reader.Read();
            size += Measure(ref reader);
        }

        return size;
    }

    private static int MeasureSet(ref Utf8JsonReader reader, SessionValueKind elements)
    {
        var size = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            size += MeasureScalar(ref reader, elements);
        }

        return size;
    }

    // One byte for every two digits, plus one.
    private static int SizeOfNumber(ReadOnlySpan<byte> text)
    {
        // Zeros at both ends don't count.
        if (!text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return ((text.Trim((byte)'0').Length + 1) / 2) + 1;
        }

        DecimalNumber.TryParse(text, out var number);
        return ((number.DigitCount + 1) / 2) + 1;
    }

    private static int SizeOfBase64(ReadOnlySpan<byte> base64) =>
        Base64.GetMaxDecodedFromUtf8Length(base64.Length) - (base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0);
}
