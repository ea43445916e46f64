using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Reads what a Laravel application has encrypted with its key. It encrypts nothing itself.</summary>
/// <remarks>The cipher is the configured one, whatever a text says; what is altered, or was written with another key, is refused.</remarks>
internal sealed class LaravelDecrypter
{
    private readonly byte[][] _keys;
    private readonly LaravelCipher _cipher;

    /// <summary>Takes the application's keys.</summary>
    /// <param name="key">The application's key, <c>APP_KEY</c>: <c>base64:...</c>, or the key itself as text.</param>
    /// <param name="previousKeys">Keys that were replaced, <c>APP_PREVIOUS_KEYS</c>, in the same form.</param>
    /// <param name="cipher">The application's cipher.</param>
    /// <exception cref="ArgumentException">A key is no base64, or has not the length that the cipher needs.</exception>
    public LaravelDecrypter(string key, IEnumerable<string> previousKeys, LaravelCipher cipher)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(previousKeys);

        _cipher = cipher;
        _keys = [LaravelKey.Parse(key, cipher, nameof(key)), .. previousKeys.Select(previous => LaravelKey.Parse(previous, cipher, nameof(previousKeys)))];
    }

    /// <summary>Decrypts a cookie that the application's <c>EncryptCookies</c> has written under this very name.</summary>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value, URL-decoded.</param>
    /// <returns>What the application put into it; <see langword="null"/> when it has not written this cookie.</returns>
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
            var mark = MarkOf(name, key);
            if (plaintext.Length >= mark.Length && CryptographicOperations.FixedTimeEquals(plaintext.AsSpan(0, mark.Length), mark))
            {
                var content = plaintext.AsSpan(mark.Length);
                return Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : null;
            }
        }

        return null;
    }

    /// <param name="payload">What <c>encrypt()</c> or <c>encryptString()</c> returned.</param>
    /// <returns>The plaintext; <see langword="null"/> when none of the keys has encrypted exactly this.</returns>
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

    /// <summary>Returns what the cookie's content begins with. Without it, any other encrypted cookie would pass for this one.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Laravel marks cookies by HMAC-SHA-1, under a cipher that authenticates them.")]
    private static byte[] MarkOf(string cookieName, byte[] key) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(cookieName + "v2"))) + "|");
}
