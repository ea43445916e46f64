using DynamoSession.Core.Fields;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Identity;

/// <summary>
/// Three names of one session: the secret, which only its cookie holds; the id by which the table knows it; and the public id, which
/// may be shown.
/// </summary>
internal interface ISessionIdentity
{
    /// <summary>Draws the secret of a new session.</summary>
    string NewSecret();

    string TableIdOf(string secret);

    string PublicIdOf(string tableId);

    /// <summary>Returns what could be secrets of ours under that cookie name, in their order.</summary>
    IReadOnlyList<string> FindSecrets(StringValues cookieHeaders, string cookieName);

    /// <summary>Returns what the cookie says, before it is encoded.</summary>
    string CookieTextOf(string secret);

    SessionFieldCodec CreateCodec(DynamoSessionOptions options);
}
