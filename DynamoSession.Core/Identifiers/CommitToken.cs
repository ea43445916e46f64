using System.Buffers.Text;
using System.Security.Cryptography;

namespace DynamoSession.Core.Identifiers;

/// <summary>The name under which a commit is remembered in the record.</summary>
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
