namespace DynamoSession.Core.Sharing;

/// <summary>The new expiry of a session, as Express stores it in the session.</summary>
/// <param name="Now">The current time.</param>
/// <param name="ExpiresAt">When the session expires unless it is used again.</param>
/// <param name="HasCookieExpiry">Whether its cookie object contains an expiry.</param>
/// <param name="NewMaxAge">The new maximum age; <see langword="null"/> if it does not change.</param>
internal sealed record ExpressExpiryExtension(DateTimeOffset Now, DateTimeOffset ExpiresAt, bool HasCookieExpiry, TimeSpan? NewMaxAge);
