using DynamoSession.AspNetCore.Cookies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>
/// As in Express, each session determines whether its cookie outlives the browser. A session's own idle timeout is stored as its
/// cookie's age, because there is no other place for it.
/// </summary>
internal sealed class ExpressCookieLifetime(IOptions<DynamoSessionOptions> options) : ICookieLifetime
{
    // A new session with its own idle timeout outlives the browser, even if the timeout is the default.
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
