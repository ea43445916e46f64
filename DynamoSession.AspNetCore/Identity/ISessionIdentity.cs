using DynamoSession.Core.Fields;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Identity;

/// <summary>
/// The three identifiers of a session: the secret, which only its cookie holds; the id under which the table stores it; and the public
/// id, which may be shown.
/// </summary>
internal interface ISessionIdentity
{
    /// <summary>Creates the secret of a new session.</summary>
    string NewSecret();

    string TableIdOf(string secret);

    string PublicIdOf(string tableId);

    /// <summary>Returns the well-formed secrets with that cookie name, in order.</summary>
    IReadOnlyList<string> FindSecrets(StringValues cookieHeaders, string cookieName);

    /// <summary>Returns how many cookies with that name no session can have sent.</summary>
    int CountMalformed(StringValues cookieHeaders, string cookieName);

    /// <summary>Returns the cookie's text, before it is encoded.</summary>
    string CookieTextOf(string secret);

    SessionFieldCodec CreateCodec(DynamoSessionOptions options);
}
