namespace DynamoSession.AspNetCore;

/// <summary>What a sign-in does if its user already has <see cref="DynamoSessionOptions.MaxSessionsPerUser"/> sessions.</summary>
public enum SessionLimitAction
{
    /// <summary>The sign-in succeeds; the user's oldest sessions are ended.</summary>
    EvictOldest,

    /// <summary>
    /// The sign-in fails: <c>SignInAsync</c> throws a <see cref="Core.SessionLimitException"/> before an authentication cookie is sent. Without
    /// <c>SignInAsync</c>, the response is 409.
    /// </summary>
    Refuse,
}
