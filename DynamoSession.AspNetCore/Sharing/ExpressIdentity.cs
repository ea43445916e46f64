using System.Text;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Sharing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>
/// Sessions that Express uses too. Their id is the secret, because the cookie contains it, signed; and it is the table id, because
/// Express finds the session by it. The public id is therefore its hash.
/// </summary>
internal sealed class ExpressIdentity : ISessionIdentity
{
    private readonly byte[][] _secrets;

    public ExpressIdentity(IOptions<ExpressSharingOptions> sharing) => _secrets = [.. sharing.Value.Secrets.Select(Encoding.UTF8.GetBytes)];

    // Express accepts any text as an id; its own ids are shorter.
    public string NewSecret() => SessionId.NewSecret();

    public string TableIdOf(string secret) => secret;

    public string PublicIdOf(string tableId) => SessionId.PublicIdOf(tableId);

    public IReadOnlyList<string> FindSecrets(StringValues cookieHeaders, string cookieName) =>
        ExpressCookie.FindId(cookieHeaders, cookieName, _secrets) is { } id ? [id] : [];

    // Of several, the first one with a valid signature is used, and no other is looked at.
    public int CountMalformed(StringValues cookieHeaders, string cookieName) =>
        FindSecrets(cookieHeaders, cookieName).Count == 0 ? CookieHeader.CountOf(cookieHeaders, cookieName) : 0;

    public string CookieTextOf(string secret) => ExpressCookie.TextOf(secret, _secrets[0]);

    public SessionFieldCodec CreateCodec(DynamoSessionOptions options) => ExpressFieldConventions.CreateCodec(options.SerializerOptions);
}
