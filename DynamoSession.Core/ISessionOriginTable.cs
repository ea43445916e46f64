namespace DynamoSession.Core;

/// <summary>A table that stores the origin of migrated sessions. Not intended to be implemented by applications.</summary>
internal interface ISessionOriginTable
{
    /// <summary>Marks a session as independent of its legacy record: the legacy cookie is no longer accepted.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/>; <see cref="SessionWriteStatus.AlreadyApplied"/> if there was nothing to detach;
    /// otherwise how the session has ended.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken);
}
