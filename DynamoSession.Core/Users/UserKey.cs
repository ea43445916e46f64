using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DynamoSession.Core.Users;

/// <summary>The key of the item that a table keeps of a user. It has the same prefix as the keys of sessions, which it never equals.</summary>
internal static class UserKey
{
    private const string Prefix = "u#";

    private static readonly byte[] Domain = Encoding.ASCII.GetBytes("DynamoSession.user\0");

    /// <returns><c>u#</c> and the base64url of the SHA-256 of <c>DynamoSession.user</c>, a zero byte, and the user's id.</returns>
    public static string Of(string userId) =>
        Prefix + Base64Url.EncodeToString(SHA256.HashData([.. Domain, .. Encoding.UTF8.GetBytes(userId)]));
}
