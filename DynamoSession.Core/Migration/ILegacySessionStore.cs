namespace DynamoSession.Core.Migration;

/// <summary>A store of legacy sessions. Ids are those of the other package, as contained in its cookie.</summary>
/// <remarks>
/// Expected outcomes (no such session, an unreadable record) are return values; failures of the store are thrown as
/// <see cref="SessionStoreException"/>.
/// </remarks>
internal interface ILegacySessionStore
{
    /// <summary>Loads a session without changing it. Every write that was acknowledged before the call is visible.</summary>
    /// <param name="id">The session's id in the legacy store. An id that cannot be a key there is reported as missing without a call.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes a session's record. Succeeds if there is no such record, or if its table does not exist anymore.</summary>
    /// <param name="id">The session's id in the legacy store.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}
