using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Decrypts what a Laravel application has encrypted with its key.</summary>
/// <remarks>Only the configured cipher is accepted. Text that was modified or encrypted with another key is not decrypted.</remarks>
internal sealed class LaravelDecrypter
{
    private readonly byte[][] _keys;
    private readonly LaravelCipher _cipher;

    /// <summary>Validates the application's keys.</summary>
    /// <param name="key">The application's key, <c>APP_KEY</c>: <c>base64:</c> and base64 text, or the key itself as plain text.</param>
    /// <param name="previousKeys">The application's previous keys, <c>APP_PREVIOUS_KEYS</c>, in the same form.</param>
    /// <param name="cipher">The application's cipher.</param>
    /// <exception cref="ArgumentException">A key is not valid base64, or does not have the length that the cipher requires.</exception>
    public LaravelDecrypter(string key, IEnumerable<string> previousKeys, LaravelCipher cipher)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(previousKeys);

        _cipher = cipher;
        _keys = [LaravelKey.Parse(key, cipher, nameof(key)), .. previousKeys.Select(previous => LaravelKey.Parse(previous, cipher, nameof(previousKeys)))];
    }

    /// <summary>Decrypts a cookie that was encrypted by Laravel's <c>EncryptCookies</c> middleware under this name.</summary>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value, URL-decoded.</param>
    /// <returns>The cookie's plaintext; <see langword="null"/> if the application did not write this cookie.</returns>
    public string? DecryptCookie(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);

        if (Decrypt(value) is not { } plaintext)
        {
            return null;
        }

        foreach (var key in _keys)
        {
            var prefix = CookieValuePrefix(name, key);
            if (plaintext.Length >= prefix.Length && CryptographicOperations.FixedTimeEquals(plaintext.AsSpan(0, prefix.Length), prefix))
            {
                var content = plaintext.AsSpan(prefix.Length);
                return Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : null;
            }
        }

        return null;
    }

    /// <param name="payload">What <c>encrypt()</c> or <c>encryptString()</c> returned.</param>
    /// <returns>The plaintext; <see langword="null"/> if the payload was not encrypted with one of the keys.</returns>
    internal byte[]? Decrypt(string payload)
    {
        if (LaravelEnvelope.Parse(payload) is not { } envelope)
        {
            return null;
        }

        foreach (var key in _keys)
        {
            if (envelope.Decrypt(key, _cipher) is { } plaintext)
            {
                return plaintext;
            }
        }

        return null;
    }

    /// <summary>Returns the prefix that binds a value to the cookie's name. Without it, any other encrypted cookie would be accepted.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Laravel's cookie prefix is an HMAC-SHA-1 inside an authenticated ciphertext.")]
    private static byte[] CookieValuePrefix(string cookieName, byte[] key) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(cookieName + "v2"))) + "|");
}
