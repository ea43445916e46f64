using System.Text;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>
/// Unwraps a session: the cache serialises a text; the text is the attributes, serialised by PHP or as JSON; or it is encrypted, and
/// then the plaintext is a serialised text once more.
/// </summary>
/// <param name="encrypter">What encrypted sessions are read with. Whether they are is configured, never guessed: else whoever can write
/// the table could pass off a text without a code. <see langword="null"/> when they are not.</param>
internal sealed class LaravelPayload(LaravelDecrypter? encrypter)
{
    /// <param name="value">What the cache has stored.</param>
    /// <returns>The session's fields; <see langword="null"/> when it is something else that was cached.</returns>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public ConvertedFields? ReadFields(ReadOnlySpan<byte> value)
    {
        var reader = new PhpReader(value);
        if (reader.Type != 's')
        {
            reader.Skip();
            return null;
        }

        var payload = Unwrap(value);
        return ReadAttributes(encrypter is null ? payload : Unwrap(Decrypt(encrypter, payload)));
    }

    private static ConvertedFields ReadAttributes(ReadOnlySpan<byte> attributes) => attributes switch
    {
        [(byte)'a', ..] => PhpFields.Read(attributes),
        // What PHP makes of an empty array.
        [(byte)'[', (byte)']'] => new ConvertedFields(),
        _ => JsonFields.Read(attributes.ToArray()) ?? throw new FormatException("The session's attributes are neither a serialised array nor JSON."),
    };

    private static byte[] Decrypt(LaravelDecrypter encrypter, ReadOnlySpan<byte> payload) =>
        encrypter.Decrypt(Encoding.UTF8.GetString(payload)) ?? throw new FormatException("The session is not encrypted with one of the keys.");

    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text)
    {
        var reader = new PhpReader(text);
        var content = reader.ReadString();
        return reader.IsAtEnd ? content : throw new FormatException("There is text after the end of the serialised text.");
    }
}
