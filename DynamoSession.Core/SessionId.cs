using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DynamoSession.Core;

/// <summary>
/// A session has a secret, which only its cookie holds, and a public id derived from it, by which the table knows it. Who reads
/// the table, or a log, cannot take a session over.
/// </summary>
public static class SessionId
{
    /// <summary>The length of a secret and of a public id: 256 bits in base64url without padding.</summary>
    public const int Length = 43;

    private const int SecretBytes = 32;

    // 43 characters carry two bits more than 32 bytes; in the one canonical spelling they are zero.
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AEIMQUYcgkosw048");

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Separates this use of SHA-256 from every other, so that a hash made elsewhere is never one of our ids.</summary>
    private static ReadOnlySpan<byte> Domain => "DynamoSession.id\0"u8;

    /// <summary>Draws a new secret from the operating system's random numbers.</summary>
    public static string NewSecret()
    {
        Span<byte> random = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>
    /// Derives the secret under which an old session goes on: the same for every request that comes with the old cookie, and known to
    /// nobody without the key. HMAC-SHA256 over <c>DynamoSession.migration</c>, the store's name and the old id, with a zero byte between.
    /// </summary>
    /// <param name="migrationKey">A key for this purpose alone, the same on every server; at least 32 bytes.</param>
    /// <param name="store">Which of the old stores it is, see <see cref="SessionOrigin.Store"/>.</param>
    /// <param name="legacyId">The session's id in the old store.</param>
    /// <exception cref="ArgumentException">The key has less than 32 bytes.</exception>
    public static string DeriveSecret(ReadOnlySpan<byte> migrationKey, string store, string legacyId)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(legacyId);
        if (migrationKey.Length < SecretBytes)
        {
            throw new ArgumentException($"The migration key has {migrationKey.Length} bytes; it must have at least {SecretBytes}.", nameof(migrationKey));
        }

        return Base64Url.EncodeToString(HMACSHA256.HashData(migrationKey, Encoding.UTF8.GetBytes($"DynamoSession.migration\0{store}\0{legacyId}")));
    }

    /// <summary>Returns whether this could be a secret that <see cref="NewSecret"/> drew, so that anything else costs no call.</summary>
    /// <param name="value">What came with a cookie.</param>
    public static bool IsWellFormed(ReadOnlySpan<char> value) =>
        value.Length == Length && !value.ContainsAnyExcept(Alphabet) && LastCharacters.Contains(value[^1]);

    /// <summary>Derives the public id: base64url of the SHA-256 of <c>DynamoSession.id</c>, a zero byte, and the secret.</summary>
    /// <param name="secret">The cookie's value.</param>
    public static string PublicIdOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);

        var message = new byte[Domain.Length + Encoding.UTF8.GetByteCount(secret)];
        Domain.CopyTo(message);
        Encoding.UTF8.GetBytes(secret, message.AsSpan(Domain.Length));
        return Base64Url.EncodeToString(SHA256.HashData(message));
    }
}
