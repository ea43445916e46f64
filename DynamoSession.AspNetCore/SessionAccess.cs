namespace DynamoSession.AspNetCore;

/// <summary>What an endpoint does with the session.</summary>
public enum SessionAccess
{
    /// <summary>The less specific policy's setting; without one, <see cref="Required"/>, or <see cref="None"/> for static assets.</summary>
    Default,

    /// <summary>Reads and writes. If the session cannot be loaded, the response is 503 and the endpoint does not run.</summary>
    Required,

    /// <summary>
    /// Reads only: writing throws <see cref="InvalidOperationException"/>, and so does reading a TempData message, which removes it. The
    /// session still counts as used.
    /// </summary>
    ReadOnly,

    /// <summary>
    /// Reads and writes if possible. If the session cannot be loaded, the endpoint runs with <c>ISession.IsAvailable == false</c>: reads
    /// are empty, and writes throw <see cref="InvalidOperationException"/>. If the table fails at the commit, the response is sent anyway,
    /// without a new session's cookie, and the failure is logged.
    /// </summary>
    Optional,

    /// <summary>No session: the table is not called, the session is not extended, and using <c>HttpContext.Session</c> throws as if sessions were not configured. The default of the endpoints of <c>MapStaticAssets</c>.</summary>
    None,
}
