using DynamoSession.AspNetCore.Cookies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>
/// As in Express, a session says itself whether its cookie outlives the browser. One that is given a lifetime keeps it in its cookie's
/// age; there is no other place.
/// </summary>
internal sealed class ExpressCookieLifetime(IOptions<DynamoSessionOptions> options) : ICookieLifetime
{
    // One that starts with a lifetime of its own outlives the browser, even if it is the default one.
    public TimeSpan? OwnIdleTimeout(TimeSpan given, bool isNew) => given == options.Value.IdleTimeout && !isNew ? null : given;

    public bool IsPersistent(SessionRecord? record, TimeSpan? idleTimeout) => record is null
        ? options.Value.Cookie.MaxAge is not null || idleTimeout is not null
        : record.IsPersistent || idleTimeout != record.IdleTimeout;

    public bool OutlivesBrowser(SessionRecord record) => record.IsPersistent;

    public void Apply(CookieOptions cookie, SessionRecord record)
    {
        cookie.MaxAge = null;
        cookie.Expires = record.IsPersistent ? record.ExpiresAt : null;
    }
}
