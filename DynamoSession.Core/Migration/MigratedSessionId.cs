using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DynamoSession.Core.Migration;

/// <summary>Derives the ids of migrated sessions: the same for every request that comes with the same legacy cookie.</summary>
internal static class MigratedSessionId
{
    private const int MinKeyBytes = 32;

    /// <summary>
    /// Derives the secret of a migrated session, which cannot be computed without the key: HMAC-SHA256 over
    /// <c>DynamoSession.migration</c>, the store's name and the legacy id, with a zero byte between them.
    /// </summary>
    /// <param name="migrationKey">A key for this purpose alone, the same on every server; at least 32 bytes.</param>
    /// <param name="store">The legacy store, see <see cref="SessionOrigin.Store"/>.</param>
    /// <param name="legacyId">The session's id in the legacy store.</param>
    /// <exception cref="ArgumentException">The key is shorter than 32 bytes.</exception>
    public static string DeriveSecret(ReadOnlySpan<byte> migrationKey, string store, string legacyId) => migrationKey.Length >= MinKeyBytes
        ? Base64Url.EncodeToString(HMACSHA256.HashData(migrationKey, Encoding.UTF8.GetBytes($"DynamoSession.migration\0{store}\0{legacyId}")))
        : throw new ArgumentException($"The migration key has {migrationKey.Length} bytes; it must have at least {MinKeyBytes}.", nameof(migrationKey));
}
