namespace DynamoSession.Core.Migration;

/// <summary>Where another package keeps its sessions. Ids are the other package's own, as its cookie holds them.</summary>
/// <remarks>
/// What is expected (no such session, a record that cannot be read) is a return value; trouble with the store is a
/// <see cref="SessionStoreException"/>.
/// </remarks>
internal interface ILegacySessionStore
{
    /// <summary>Looks a session up, with everything that was acknowledged before. Nothing is changed by it.</summary>
    /// <param name="id">The session's id in the old store. One that could not be a key there is missing, without a call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes a session's record. Deleting what is not there, also in a table that is no more, is a success.</summary>
    /// <param name="id">The session's id in the old store.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
