namespace DynamoSession.Core;

/// <summary>
/// Where sessions are kept. Ids are public ids (see <see cref="SessionId"/>); times are compared by the table's own clock,
/// in whole seconds.
/// </summary>
/// <remarks>
/// The expected (no such session, ended meanwhile) is a return value. Everything else is an exception:
/// <see cref="SessionStoreException"/> when the table failed, after which a write may or may not have been applied;
/// <see cref="OperationCanceledException"/> when the token was cancelled, with the same doubt.
/// <para>
/// An application may register a table of its own, or one that wraps another: derive that from <see cref="DelegatingSessionTable"/>.
/// <c>docs/tables.md</c> lists the rules that an implementation must keep.
/// </para>
/// </remarks>
public interface ISessionTable
{
    /// <summary>Looks a session up. Reading never creates or extends one.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be seen, at twice the price.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreException">The table failed, or the record was written by a newer version of this package.</exception>
    Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken);

    /// <summary>Creates a session under an id that no item has.</summary>
    /// <param name="creation">The session; trying the same instance again is safe.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Conflict"/>
    /// when another item has the id (with <see cref="SessionCreation.ReplacesEnded"/>: another <em>live</em> one).
    /// </returns>
    /// <exception cref="SessionTooLargeException">The item would exceed DynamoDB's 400 KB.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken);

    /// <summary>Writes the changed fields, and those only, if the session still lives.</summary>
    /// <param name="commit">The changes; trying the same instance again is safe.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Missing"/>,
    /// <see cref="SessionWriteStatus.Dead"/> or <see cref="SessionWriteStatus.Expired"/> when it has ended;
    /// <see cref="SessionWriteStatus.Conflict"/> when somebody has committed although the loaded version was required, when the lease
    /// was lost, or when a change of very many fields met other writers again and again.
    /// </returns>
    /// <exception cref="SessionFieldTypeException">
    /// A field to increment is no number by now, or the sum is none that DynamoDB keeps; or one to append to is no list.
    /// </exception>
    /// <exception cref="SessionTooLargeException">The item would exceed DynamoDB's 400 KB.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken);

    /// <summary>Extends a live session; never shortens one.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="idleTimeout">
    /// The session's own idle timeout as it was loaded, by which <paramref name="expiresAt"/> was reckoned; <see langword="null"/> for none.
    /// </param>
    /// <param name="expiresAt">When the session now ends unless it is used again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/>; <see cref="SessionWriteStatus.AlreadyApplied"/> when it already lives that long;
    /// <see cref="SessionWriteStatus.Conflict"/> when it has another idle timeout by now; otherwise how it had ended before.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Ends a session under its id because a copy of it goes on under another, if nobody has committed since it was copied.</summary>
    /// <param name="fence">The end; trying the same instance again is safe.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Conflict"/>
    /// when it has another version or the lease was lost; otherwise how it had ended before.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken);

    /// <summary>Ends a session for good: its fields are gone at once, and no later write under its id succeeds.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="true"/> when this call ended it; <see langword="false"/> when there was nothing to end.</returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<bool> DestroyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Returns what else the table can do, through any tables that are wrapped around it.</summary>
    /// <typeparam name="TCapability">
    /// An optional interface, such as <see cref="ISessionLeaseTable"/>, or the type of a table that may be wrapped.
    /// </typeparam>
    /// <returns>The capability; <see langword="null"/> when the table does not have it.</returns>
    TCapability? GetCapability<TCapability>()
        where TCapability : class => this as TCapability;
}
