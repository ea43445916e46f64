using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Refuses text that is not well-formed, where every encoder of the framework writes U+FFFD instead. A writer asks its encoder about
/// each string, key and character that it writes, also below source-generated code, so nothing gets past it.
/// </summary>
internal sealed unsafe class StrictJsonEncoder : JavaScriptEncoder
{
    // What is escaped makes no difference, since nobody embeds these documents in HTML; the fewer, the smaller.
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    private StrictJsonEncoder()
    {
    }

    public static StrictJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    // Half of a pair counts as something to encode, so every text that has one comes to Encode or EncodeUtf8.
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
        // A pair may be cut in two between the segments of a long string.
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
        // Segments may cut a character too; what they end with is checked when it is complete.
        return !isFinalBlock || Utf8.IsValid(utf8Source)
            ? Relaxed.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock)
            : throw new LoneSurrogateException();
    }
}
