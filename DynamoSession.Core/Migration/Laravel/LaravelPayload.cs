using System.Text;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>
/// Unwraps a session. The cached value is a serialized string that contains the session's attributes, serialized by PHP or as JSON. If
/// sessions are encrypted, it contains an encrypted payload instead, whose plaintext is again a serialized string with the attributes.
/// </summary>
/// <param name="decrypter">Decrypts sessions; <see langword="null"/> if they are not encrypted. This is configured and never detected, because
/// otherwise anyone who can write to the table could forge unencrypted sessions.</param>
internal sealed class LaravelPayload(LaravelDecrypter? decrypter)
{
    /// <param name="value">The cached value.</param>
    /// <returns>The session's fields; <see langword="null"/> if the cached value is not a session.</returns>
    /// <exception cref="FormatException">The session cannot be read.</exception>
    public ConvertedFields? ReadFields(ReadOnlySpan<byte> value)
    {
        var reader = new PhpReader(value);
        if (reader.Type != 's')
        {
            reader.Skip();
            return null;
        }

        var payload = Unwrap(value);
        return ReadAttributes(decrypter is null ? payload : Unwrap(Decrypt(decrypter, payload)));
    }

    private static ConvertedFields ReadAttributes(ReadOnlySpan<byte> attributes) => attributes switch
    {
        [(byte)'a', ..] => PhpFields.Read(attributes),
        // PHP encodes an empty array as a JSON array.
        [(byte)'[', (byte)']'] => new ConvertedFields(),
        _ => JsonFields.Read(attributes.ToArray()) ?? throw new FormatException("The session's attributes are neither a serialized array nor JSON."),
    };

    private static byte[] Decrypt(LaravelDecrypter decrypter, ReadOnlySpan<byte> payload) =>
        decrypter.Decrypt(Encoding.UTF8.GetString(payload)) ?? throw new FormatException("The session is not encrypted with any of the keys.");

    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text)
    {
        var reader = new PhpReader(text);
        var content = reader.ReadString();
        return reader.IsAtEnd ? content : throw new FormatException("There is data after the end of the serialized string.");
    }
}
