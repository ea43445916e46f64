using System.Text;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Reads <c>APP_KEY</c>.</summary>
internal static class LaravelKey
{
    private const string Base64Prefix = "base64:";

    /// <param name="text">The key as it stands in the application's environment.</param>
    /// <param name="cipher">The cipher that it is for.</param>
    /// <param name="parameter">The parameter that it came by, for the message.</param>
    /// <exception cref="ArgumentException">It is no key for the cipher.</exception>
    public static byte[] Parse(string text, LaravelCipher cipher, string parameter)
    {
        var isBase64 = text.StartsWith(Base64Prefix, StringComparison.Ordinal);
        var key = isBase64 ? LaravelEnvelope.FromBase64(text[Base64Prefix.Length..]) : Encoding.UTF8.GetBytes(text);
        var length = cipher is LaravelCipher.Aes128Cbc or LaravelCipher.Aes128Gcm ? 16 : 32;

        // No part of the key stands in the message.
        return key?.Length == length
            ? key
            : throw new ArgumentException(
                $"The key of a Laravel application is not one for {cipher}: copy APP_KEY as it stands in the application's environment, "
                + $"'{Base64Prefix}' included; the rest is base64 of {length} bytes.",
                parameter);
    }
}
