namespace DynamoSession.Core.Sharing;

/// <summary>A session's life after a write, as Express keeps it inside the session.</summary>
/// <param name="Now">When it was used.</param>
/// <param name="ExpiresAt">When it ends unless it is used again.</param>
/// <param name="HasCookieExpiry">Whether its cookie says so too.</param>
/// <param name="NewMaxAge">For how long it lives from now on; <see langword="null"/> for as long as before.</param>
internal sealed record ExpressExpiryExtension(DateTimeOffset Now, DateTimeOffset ExpiresAt, bool HasCookieExpiry, TimeSpan? NewMaxAge);
