namespace DynamoSession.Core;

/// <summary>A table that also keeps where a session came from, for as long as its legacy cookie opens it. Not for implementing outside.</summary>
internal interface ISessionOriginTable
{
    /// <summary>Marks that a session no longer depends on its legacy record: the legacy cookie is not accepted any longer.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/>; <see cref="SessionWriteStatus.AlreadyApplied"/> when there was nothing to detach;
    /// otherwise how the session had ended before.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken);
}
