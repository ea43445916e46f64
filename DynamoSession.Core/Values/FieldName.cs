using System.Text;

namespace DynamoSession.Core.Values;

/// <summary>What may name a field.</summary>
internal static class FieldName
{
    public const int MaxBytes = 255;

    // Two names with different lone surrogates would become one in UTF-8.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The name is empty, longer than 255 bytes in UTF-8, or not well-formed UTF-16.</exception>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        int bytes;
        try
        {
            bytes = Strict.GetByteCount(name);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("A session field's name has a lone surrogate; a name must be well-formed UTF-16.", nameof(name));
        }

        if (bytes is 0 or > MaxBytes)
        {
            throw new ArgumentException($"A session field's name has {bytes} bytes in UTF-8; it must have 1 to {MaxBytes}.", nameof(name));
        }
    }
}
