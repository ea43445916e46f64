using System.Buffers.Text;
using System.Security.Cryptography;

namespace DynamoSession.Core.Identifiers;

/// <summary>Creates the random tokens by which retried commits recognize themselves.</summary>
internal static class CommitToken
{
    private const int Bytes = 8;

    public static string Create()
    {
        Span<byte> random = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
