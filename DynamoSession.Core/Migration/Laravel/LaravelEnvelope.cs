using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>An encrypted payload of Laravel's <c>Encrypter</c>: base64 of a JSON object with four strings.</summary>
/// <param name="Iv">Base64 of the initialization vector.</param>
/// <param name="Value">Base64 of the ciphertext.</param>
/// <param name="Mac">The hexadecimal HMAC-SHA-256 of <c>Iv</c> and <c>Value</c>; empty with an authenticated cipher.</param>
/// <param name="Tag">Base64 of the authentication tag of an authenticated cipher; otherwise empty.</param>
internal sealed record LaravelEnvelope(string Iv, string Value, string Mac, string Tag)
{
    private const int GcmTagBytes = 16;

    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 1 };

    /// <returns>The envelope; <see langword="null"/> if the text is not one.</returns>
    public static LaravelEnvelope? Parse(string payload)
    {
        if (FromBase64(payload) is not { } json)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Flat);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && TextOf(root, "iv") is { } iv
                && TextOf(root, "value") is { } value
                && TextOf(root, "mac") is { } mac
                && (root.TryGetProperty("tag", out _) ? TextOf(root, "tag") : "") is { } tag
                ? new(iv, value, mac, tag)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser throws InvalidOperationException at an escaped lone surrogate.
            return null;
        }
    }

    /// <returns>The plaintext; <see langword="null"/> if the envelope was not encrypted with this key.</returns>
    public byte[]? Decrypt(byte[] key, LaravelCipher cipher)
    {
        if (FromBase64(Iv) is not { } iv || FromBase64(Value) is not { } ciphertext)
        {
            return null;
        }

        try
        {
            return cipher is LaravelCipher.Aes256Gcm or LaravelCipher.Aes128Gcm
                ? DecryptGcm(key, iv, ciphertext)
                : DecryptCbc(key, iv, ciphertext);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private byte[]? DecryptCbc(byte[] key, byte[] iv, byte[] ciphertext)
    {
        // The MAC is checked first: text that is not authentic is never decrypted, which rules out padding oracles.
        using var aes = Aes.Create();
        if (Tag.Length > 0 || iv.Length != aes.BlockSize / 8 || !IsAuthentic(key))
        {
            return null;
        }

        aes.Key = key;
        return aes.DecryptCbc(ciphertext, iv);
    }

    private byte[]? DecryptGcm(byte[] key, byte[] iv, byte[] ciphertext)
    {
        if (Mac.Length > 0 || iv.Length != AesGcm.NonceByteSizes.MaxSize || FromBase64(Tag) is not { Length: GcmTagBytes } tag)
        {
            return null;
        }

        using var aes = new AesGcm(key, GcmTagBytes);
        var plaintext = new byte[ciphertext.Length];
        aes.Decrypt(iv, ciphertext, tag, plaintext);
        return plaintext;
    }

    private bool IsAuthentic(byte[] key)
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Iv + Value)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(Mac));
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
