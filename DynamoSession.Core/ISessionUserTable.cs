using DynamoSession.Core.Users;

namespace DynamoSession.Core;

/// <summary>An optional capability of a table: it knows when the sessions of a user were last revoked.</summary>
internal interface ISessionUserTable
{
    /// <summary>Returns the latest revocation of all sessions of a user, by a strongly consistent read; <see langword="null"/> if they have never been revoked.</summary>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionRevocation?> FindRevocationAsync(string userId, CancellationToken cancellationToken);
}
