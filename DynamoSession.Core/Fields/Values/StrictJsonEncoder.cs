using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Rejects text that is not well-formed, which all encoders of the framework replace with U+FFFD. A writer passes every string, key and
/// character to its encoder, including those written by source-generated code.
/// </summary>
internal sealed unsafe class StrictJsonEncoder : JavaScriptEncoder
{
    // These documents are never embedded in HTML, so the encoder that escapes least is used.
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    private StrictJsonEncoder()
    {
    }

    public static StrictJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    // A lone surrogate counts as a character to encode, so text that contains one always reaches Encode or EncodeUtf8.
    public override int FindFirstCharacterToEncode(char* text, int textLength) => Relaxed.FindFirstCharacterToEncode(text, textLength);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => Relaxed.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override bool WillEncode(int unicodeScalar) => Relaxed.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override OperationStatus Encode(
        ReadOnlySpan<char> source,
        Span<char> destination,
        out int charsConsumed,
        out int charsWritten,
        bool isFinalBlock = true)
    {
        // A surrogate pair may be split between two segments of a long string.
        var complete = !isFinalBlock && source is [.., var last] && char.IsHighSurrogate(last) ? source[..^1] : source;
        return Utf16.IsWellFormed(complete)
            ? Relaxed.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock)
            : throw new LoneSurrogateException();
    }

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source,
        Span<byte> utf8Destination,
        out int bytesConsumed,
        out int bytesWritten,
        bool isFinalBlock = true)
    {
        // A character may be split between segments as well; it is validated when it is complete.
        return !isFinalBlock || Utf8.IsValid(utf8Source)
            ? Relaxed.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock)
            : throw new LoneSurrogateException();
    }
}
