using System.Text;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Parses <c>APP_KEY</c>.</summary>
internal static class LaravelKey
{
    private const string Base64Prefix = "base64:";

    /// <param name="text">The key as set in the application's environment.</param>
    /// <param name="cipher">The cipher that the key is for.</param>
    /// <param name="parameter">The parameter to name in the exception.</param>
    /// <exception cref="ArgumentException">The text is not a key for the cipher.</exception>
    public static byte[] Parse(string text, LaravelCipher cipher, string parameter)
    {
        var isBase64 = text.StartsWith(Base64Prefix, StringComparison.Ordinal);
        var key = isBase64 ? LaravelEnvelope.FromBase64(text[Base64Prefix.Length..]) : Encoding.UTF8.GetBytes(text);
        var length = cipher is LaravelCipher.Aes128Cbc or LaravelCipher.Aes128Gcm ? 16 : 32;

        // The message contains no part of the key.
        return key?.Length == length
            ? key
            : throw new ArgumentException(
                $"The Laravel application's key is not a valid {cipher} key. Copy APP_KEY from the application's environment, "
                + $"including '{Base64Prefix}'; the rest must be the base64 text of {length} bytes.",
                parameter);
    }
}
