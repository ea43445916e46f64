using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>The cookie outlives the browser if the options, or a migrated session, specify it.</summary>
internal sealed class CookieLifetime(IOptions<DynamoSessionOptions> options, TimeProvider clock) : ICookieLifetime
{
    public TimeSpan? OwnIdleTimeout(TimeSpan given, bool isNew) => given == options.Value.IdleTimeout ? null : given;

    public bool IsPersistent(SessionRecord? record, TimeSpan? idleTimeout) => record?.IsPersistent ?? false;

    public bool OutlivesBrowser(SessionRecord record) => options.Value.Cookie.MaxAge is not null || record.IsPersistent;

    public void Apply(CookieOptions cookie, SessionRecord record)
    {
        var left = record.ExpiresAt - clock.GetUtcNow();

        // A session may have a longer idle timeout of its own.
        if (cookie.MaxAge is { } maxAge ? maxAge < left : record.IsPersistent)
        {
            cookie.MaxAge = left;
        }
    }
}
