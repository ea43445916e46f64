namespace DynamoSession.AspNetCore;

/// <summary>What an endpoint does with the session.</summary>
public enum SessionAccess
{
    /// <summary>The less specific policy's setting; without one, <see cref="Required"/>.</summary>
    Default,

    /// <summary>Reads and writes. When the table cannot be reached, the answer is 503 and the endpoint does not run.</summary>
    Required,

    /// <summary>
    /// Reads only: writing throws <see cref="InvalidOperationException"/>, and so does showing a TempData message, which is removed as
    /// it is read. The session still counts as used.
    /// </summary>
    ReadOnly,

    /// <summary>
    /// Reads and writes where possible. When the table cannot be reached, the endpoint runs with
    /// <c>ISession.IsAvailable == false</c>: reads are empty, writes throw <see cref="InvalidOperationException"/>. When it cannot
    /// be reached at the commit, the answer goes out all the same, without a new session's cookie, and the failure is logged.
    /// </summary>
    Optional,

    /// <summary>No session: no call, no extending, and using <c>HttpContext.Session</c> throws as if none were configured.</summary>
    None,
}
