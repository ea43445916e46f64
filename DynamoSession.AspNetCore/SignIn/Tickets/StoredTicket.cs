using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace DynamoSession.AspNetCore.SignIn.Tickets;

/// <summary>
/// A ticket as a session stores it: a version, the hash of the key in the authentication cookie, and the ticket. Neither that cookie nor the
/// session's signs a user in without the other.
/// </summary>
internal static class StoredTicket
{
    private const byte Version = 1;
    private const int KeyBytes = 32;
    private const int HeaderBytes = 1 + SHA256.HashSizeInBytes;

    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Returns whether a text has the form of a key.</summary>
    public static bool IsKey(string text) =>
        text.Length == Base64Url.GetEncodedLength(KeyBytes) && Base64Url.IsValid(text, out var bytes) && bytes == KeyBytes;

    public static ReadOnlyMemory<byte> Encode(string key, AuthenticationTicket ticket) => (byte[])[Version, .. HashOf(key), .. TicketSerializer.Default.Serialize(ticket)];

    /// <returns>The ticket; null if the key is another one, or if this version cannot read the ticket.</returns>
    public static AuthenticationTicket? Decode(string key, ReadOnlySpan<byte> stored) =>
        stored.Length > HeaderBytes && stored[0] == Version && CryptographicOperations.FixedTimeEquals(stored[1..HeaderBytes], HashOf(key))
            ? TicketSerializer.Default.Deserialize(stored[HeaderBytes..].ToArray())
            : null;

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
