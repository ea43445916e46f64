using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>How long the browser keeps a session's cookie, and how much of that is stored with the session.</summary>
internal interface ICookieLifetime
{
    /// <summary>Returns the idle timeout to store with the session; null if the application's applies.</summary>
    /// <param name="given">The idle timeout that was set, in whole seconds.</param>
    /// <param name="isNew">Whether the session is not stored yet.</param>
    TimeSpan? OwnIdleTimeout(TimeSpan given, bool isNew);

    /// <summary>Returns whether to store with the session that its cookie outlives the browser.</summary>
    /// <param name="record">The session so far; null for a new one.</param>
    /// <param name="idleTimeout">The session's own idle timeout from now on.</param>
    bool IsPersistent(SessionRecord? record, TimeSpan? idleTimeout);

    /// <summary>Returns whether the cookie outlives the browser, so that it must be sent again when the session is extended.</summary>
    bool OutlivesBrowser(SessionRecord record);

    /// <summary>Sets how long the browser keeps a cookie.</summary>
    /// <param name="cookie">The cookie as configured in the options.</param>
    /// <param name="record">The session.</param>
    void Apply(CookieOptions cookie, SessionRecord record);
}
