using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>How long the browser keeps a session's cookie, and which part of that is the session's own.</summary>
internal interface ICookieLifetime
{
    /// <summary>Returns what a session stores as its own idle timeout when it is given one; null where the application's applies.</summary>
    /// <param name="given">The idle timeout, in whole seconds.</param>
    /// <param name="isNew">Whether the session is not stored yet.</param>
    TimeSpan? OwnIdleTimeout(TimeSpan given, bool isNew);

    /// <summary>Returns whether the session itself, and not only the options, is to say that its cookie outlives the browser.</summary>
    /// <param name="record">The session so far; null for one that starts here.</param>
    /// <param name="idleTimeout">Its own idle timeout from now on.</param>
    bool IsPersistent(SessionRecord? record, TimeSpan? idleTimeout);

    /// <summary>Returns whether the cookie outlives the browser, so that it must be sent again when the session is extended.</summary>
    bool OutlivesBrowser(SessionRecord record);

    /// <summary>Says in a cookie that is sent for how long the browser is to keep it.</summary>
    /// <param name="cookie">The cookie as the options make it.</param>
    /// <param name="record">The session.</param>
    void Apply(CookieOptions cookie, SessionRecord record);
}
