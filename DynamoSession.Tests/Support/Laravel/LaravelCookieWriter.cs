using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DynamoSession.Tests.Support.Laravel;

/// <summary>Writes the cookie of a session as Laravel does, with AES-256-CBC.</summary>
internal static class LaravelCookieWriter
{
    /// <returns>The cookie's value as a browser sends it.</returns>
    [SuppressMessage("Security", "CA5350", Justification = "Laravel's cookie prefix is an HMAC-SHA-1.")]
    public static string Write(string name, string sessionId, string applicationKey)
    {
        var key = Convert.FromBase64String(applicationKey["base64:".Length..]);
        var prefix = Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(name + "v2")));
        using var aes = Aes.Create();
        aes.Key = key;
        var iv = Convert.ToBase64String(aes.IV);
        var value = Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes($"{prefix}|{sessionId}"), aes.IV));
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(iv + value)));
        return Uri.EscapeDataString(Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { iv, value, mac, tag = "" })));
    }
}
