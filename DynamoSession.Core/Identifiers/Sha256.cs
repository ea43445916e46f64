using System.Security.Cryptography;

namespace DynamoSession.Core.Identifiers;

/// <summary>Hashes short texts. Each thread keeps a hash, because to set one up takes as long as to hash 200 bytes.</summary>
internal static class Sha256
{
    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <param name="bytes">What to hash.</param>
    /// <param name="hash">Receives the 32 bytes of the hash.</param>
    public static void Hash(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        var incremental = _hash ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // Should it fail, what it holds must not become part of the next hash.
        _hash = null;
        incremental.AppendData(bytes);
        incremental.GetHashAndReset(hash);
        _hash = incremental;
    }
}
