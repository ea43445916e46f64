namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>What a response does to the session's cookie.</summary>
internal enum CookieDecision
{
    /// <summary>Keep the browser's cookie as it is.</summary>
    Leave,

    /// <summary>Send the cookie: the browser has none, or a different one, or has to keep it for longer.</summary>
    Send,

    /// <summary>Expire the browser's cookie, which no longer leads to a session.</summary>
    Expire,
}
