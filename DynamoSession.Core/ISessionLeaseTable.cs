namespace DynamoSession.Core;

/// <summary>
/// A table that can also give one request at a time the exclusive right to a session. Without it an endpoint cannot use
/// <see cref="SessionConcurrency.Exclusive"/>.
/// </summary>
/// <seealso cref="ISessionTable.GetCapability{TCapability}"/>
public interface ISessionLeaseTable
{
    /// <summary>Takes the exclusive lease on a live session, if nobody holds it, and loads the session as it is then.</summary>
    /// <param name="lease">The lease; trying the same instance again is safe.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The session; or why there is none; or <see cref="SessionLoadStatus.Leased"/> while somebody else holds the lease and its
    /// duration, from when it was taken, is not over.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed, or the record was written by a newer version of this package.</exception>
    Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken);

    /// <summary>Gives a lease back without a commit. A lease that somebody else has taken over meanwhile is left alone.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken);
}
