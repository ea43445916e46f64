using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Writes JSON whose structure is known, and whose strings seldom need an escape.</summary>
/// <param name="buffer">What it is written to.</param>
internal readonly ref struct BodyText(JsonBuffer buffer)
{
    // Up to this length, a search in vectors takes longer to begin than to finish.
    private const int Short = 32;

    /// <summary>Appends JSON as it is.</summary>
    public void Append(ReadOnlySpan<byte> json)
    {
        json.CopyTo(buffer.GetSpan(json.Length));
        buffer.Advance(json.Length);
    }

    /// <summary>Appends a string, in quotes.</summary>
    public void Append(string text)
    {
        // A character has at most three bytes.
        var span = buffer.GetSpan((3 * text.Length) + 2);
        if (text.Length <= Short && QuoteShort(text, span) is > 0 and var written)
        {
            buffer.Advance(written);
        }
        else if (Utf8.FromUtf16(text, span[1..], out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            && !DynamoDbJson.NeedsEscape(span.Slice(1, length)))
        {
            span[0] = (byte)'"';
            span[length + 1] = (byte)'"';
            buffer.Advance(length + 2);
        }
        else
        {
            Append("\""u8);
            Append(JsonEncodedText.Encode(text, DynamoDbJson.Writing.Encoder).EncodedUtf8Bytes);
            Append("\""u8);
        }
    }

    /// <summary>Appends a member of an object, whose value is a string.</summary>
    public void AppendMember(string name, string text, bool isFirst)
    {
        AppendName(name, isFirst);
        Append(text);
    }

    /// <summary>Appends a member of an object, whose value is JSON.</summary>
    public void AppendMember(string name, ReadOnlySpan<byte> json, bool isFirst)
    {
        AppendName(name, isFirst);
        Append(json);
    }

    private void AppendName(string name, bool isFirst)
    {
        // With the comma and the colon at once: there may be hundreds.
        var span = buffer.GetSpan(Short + 4);
        span[0] = (byte)',';
        if (!isFirst && name.Length <= Short && QuoteShort(name, span[1..]) is > 0 and var written)
        {
            span[written + 1] = (byte)':';
            buffer.Advance(written + 2);
            return;
        }

        Append(isFirst ? ""u8 : ","u8);
        Append(name);
        Append(":"u8);
    }

    /// <returns>How many bytes were written; 0 if something must be escaped.</returns>
    private static int QuoteShort(string text, Span<byte> span)
    {
        span[0] = (byte)'"';
        var length = 1;
        foreach (var character in text)
        {
            if (character is < ' ' or > '~' or '"' or '\\')
            {
                return 0;
            }

            span[length++] = (byte)character;
        }

        span[length++] = (byte)'"';
        return length;
    }
}
