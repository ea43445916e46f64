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
/// Sessions that Express uses too: its id is the secret, because the cookie holds it, signed, and the table's id, because that is how
/// Express finds it. So only its hash is shown.
/// </summary>
internal sealed class ExpressIdentity : ISessionIdentity
{
    private readonly byte[][] _secrets;
    private readonly bool _startsPersistent;

    public ExpressIdentity(IOptions<ExpressSharingOptions> sharing, IOptions<DynamoSessionOptions> options)
    {
        _secrets = [.. sharing.Value.Secrets.Select(Encoding.UTF8.GetBytes)];
        _startsPersistent = options.Value.Cookie.MaxAge is not null;
    }

    public bool IsShared => true;

    // Express takes any text for an id; its own are shorter.
    public string NewSecret() => SessionId.NewSecret();

    public string TableIdOf(string secret) => secret;

    public string PublicIdOf(string tableId) => SessionId.PublicIdOf(tableId);

    /// <remarks>A session that is given a lifetime keeps it in its cookie's age; there is no other place.</remarks>
    public bool IsPersistent(SessionRecord? record, TimeSpan? idleTimeout) => record is null
        ? _startsPersistent || idleTimeout is not null
        : record.IsPersistent || idleTimeout != record.IdleTimeout;

    public IReadOnlyList<string> FindSecrets(StringValues cookieHeaders, string cookieName) =>
        ExpressCookie.FindId(cookieHeaders, cookieName, _secrets) is { } id ? [id] : [];

    public string CookieTextOf(string secret) => ExpressCookie.TextOf(secret, _secrets[0]);

    public SessionFieldCodec CreateCodec(DynamoSessionOptions options) => ExpressFieldConventions.CreateCodec(options.SerializerOptions);
}
