using DynamoSession.Core.Users;

namespace DynamoSession.Core;

/// <summary>An optional capability of a table: it knows when the sessions of a user were last revoked.</summary>
internal interface ISessionUserTable
{
    /// <summary>Returns the last revocation of all sessions of a user, as current as a strong read; <see langword="null"/> if there is none.</summary>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionRevocation?> FindRevocationAsync(string userId, CancellationToken cancellationToken);
}
