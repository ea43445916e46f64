using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>
/// A session has a secret, which only its cookie contains, and a public id derived from it, which is its key in the table. Someone who
/// reads the table or a log cannot take over a session.
/// </summary>
public static class SessionId
{
    /// <summary>The length of a secret and of a public id: 256 bits in base64url without padding.</summary>
    public const int Length = 43;

    private const int SecretBytes = 32;

    // 43 characters have two more bits than 32 bytes; in the canonical encoding they are zero.
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AEIMQUYcgkosw048");

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // More than a well-formed secret needs.
    private const int LongestOnStack = 256;

    /// <summary>Domain separation: no hash computed for another purpose is a public id.</summary>
    private static ReadOnlySpan<byte> Domain => "DynamoSession.id\0"u8;

    /// <summary>Creates a new secret from a cryptographic random number generator.</summary>
    public static string NewSecret()
    {
        Span<byte> random = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>Returns whether the value has the form of a secret. Anything else is rejected without a call.</summary>
    /// <param name="value">The cookie's value.</param>
    public static bool IsWellFormed(ReadOnlySpan<char> value) =>
        value.Length == Length && !value.ContainsAnyExcept(Alphabet) && LastCharacters.Contains(value[^1]);

    /// <summary>Derives the public id: base64url of the SHA-256 of <c>DynamoSession.id</c>, a zero byte, and the secret.</summary>
    /// <param name="secret">The cookie's value.</param>
    public static string PublicIdOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);

        var longest = Domain.Length + Encoding.UTF8.GetMaxByteCount(secret.Length);
        var message = longest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[longest];
        Domain.CopyTo(message);
        var length = Domain.Length + Encoding.UTF8.GetBytes(secret, message[Domain.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Sha256.Hash(message[..length], hash);
        return Base64Url.EncodeToString(hash);
    }
}
