namespace DynamoSession.Core;

/// <summary>
/// A table that supports exclusive leases on sessions. Without it, endpoints cannot use <see cref="SessionConcurrency.Exclusive"/>.
/// </summary>
/// <seealso cref="ISessionTable.GetCapability{TCapability}"/>
public interface ISessionLeaseTable
{
    /// <summary>Acquires the exclusive lease on a live session if it is free, and loads the session.</summary>
    /// <param name="lease">The lease. Retrying with the same instance is safe.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// The session; or why there is none; or <see cref="SessionLoadStatus.Leased"/> while another request holds the lease and its
    /// duration has not elapsed.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed, or the record was written by a newer version of this package.</exception>
    Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken);

    /// <summary>Releases a lease without a commit. Does nothing if another request has taken it over in the meantime.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken);
}
