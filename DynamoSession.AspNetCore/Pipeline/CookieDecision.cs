namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>What a response does to the session's cookie.</summary>
internal enum CookieDecision
{
    /// <summary>The browser's cookie is right as it is.</summary>
    Leave,

    /// <summary>The browser has none, or another, or is to keep it for longer.</summary>
    Send,

    /// <summary>The browser's cookie opens nothing any more.</summary>
    Expire,
}
