using System.Security.Cryptography;
using System.Text;

namespace DynamoSession.Core.Wire.Signing;

/// <summary>What a signature's key is derived for: one secret, day, region and service. The key is derived once. Thread-safe.</summary>
internal sealed class SigningScope
{
    private readonly string _secretKey;
    private readonly byte[] _key;
    private IncrementalHash? _spare;

    public SigningScope(string secretKey, string date, string region, string service)
    {
        _secretKey = secretKey;
        Date = date;
        Name = $"{date}/{region}/{service}/aws4_request";
        _key = DeriveKey(secretKey, date, region, service);
    }

    public string Date { get; }

    /// <summary>Gets the scope as it is written in the signature and in the header.</summary>
    public string Name { get; }

    /// <summary>Returns whether this scope, of the same region and service, is that of another request, too.</summary>
    public bool Fits(string secretKey, string date) => Date == date && _secretKey == secretKey;

    /// <param name="text">The string to sign.</param>
    /// <param name="signature">Receives the 32 bytes of the signature.</param>
    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        // Preparing a key takes longer than hashing. The hash is for one thread at a time, so another one gets its own.
        var hash = Interlocked.Exchange(ref _spare, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(text);
        hash.GetHashAndReset(signature);
        Interlocked.Exchange(ref _spare, hash)?.Dispose();
    }

    private static byte[] DeriveKey(string secretKey, string date, string region, string service)
    {
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secretKey), Encoding.UTF8.GetBytes(date));
        foreach (var part in (ReadOnlySpan<string>)[region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }
}
