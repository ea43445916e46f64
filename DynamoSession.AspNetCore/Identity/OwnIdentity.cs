using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Identity;

/// <summary>Native sessions: the cookie holds the secret, and the table holds its hash, which is also the public id.</summary>
internal sealed class OwnIdentity : ISessionIdentity
{
    public string NewSecret() => SessionId.NewSecret();

    public string TableIdOf(string secret) => SessionId.PublicIdOf(secret);

    public string PublicIdOf(string tableId) => tableId;

    public IReadOnlyList<string> FindSecrets(StringValues cookieHeaders, string cookieName) => CookieHeader.FindSecrets(cookieHeaders, cookieName);

    public int CountMalformed(StringValues cookieHeaders, string cookieName) => CookieHeader.CountMalformed(cookieHeaders, cookieName);

    public string CookieTextOf(string secret) => secret;

    public SessionFieldCodec CreateCodec(DynamoSessionOptions options) => new(options.SerializerOptions);
}
