namespace DynamoSession.Core;

/// <summary>
/// A table of sessions. Ids are public ids (see <see cref="SessionId"/>). Times are compared in whole seconds, by the table's own
/// clock.
/// </summary>
/// <remarks>
/// Expected outcomes (no such session, the session has ended) are return values. Everything else is an exception:
/// <see cref="SessionStoreException"/> if the table failed, and <see cref="OperationCanceledException"/> if the token was canceled.
/// After either of them, a write may or may not have been applied. A token is valid until the task of its call has completed.
/// <para>
/// Applications can register their own table, or one that wraps another: derive it from <see cref="DelegatingSessionTable"/>.
/// <c>docs/tables.md</c> lists the rules that an implementation must follow.
/// </para>
/// </remarks>
public interface ISessionTable
{
    /// <summary>Loads a session. Never creates or extends one.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible, at twice the cost.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionStoreException">The table failed, or the record was written by a newer version of this package.</exception>
    Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken);

    /// <summary>Creates a session under an id that is not in use.</summary>
    /// <param name="creation">The session. Retrying with the same instance is safe.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Conflict"/>
    /// if another item has the id (with <see cref="SessionCreation.ReplacesEnded"/>, another <em>live</em> session);
    /// <see cref="SessionWriteStatus.Revoked"/> or <see cref="SessionWriteStatus.LimitReached"/> if it can't be bound to its user.
    /// </returns>
    /// <exception cref="SessionTooLargeException">The item would exceed DynamoDB's 400 KB.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken);

    /// <summary>Writes only the changed fields, if the session is still live.</summary>
    /// <param name="commit">The changes. Retrying with the same instance is safe.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Missing"/>,
    /// <see cref="SessionWriteStatus.Dead"/> or <see cref="SessionWriteStatus.Expired"/> if the session has ended;
    /// <see cref="SessionWriteStatus.Conflict"/> if the loaded version was required and another request has committed, if the lease was
    /// lost, or if a change of very many fields kept conflicting with other writers; <see cref="SessionWriteStatus.Revoked"/> or
    /// <see cref="SessionWriteStatus.LimitReached"/> if it can't be bound to its user.
    /// </returns>
    /// <exception cref="SessionFieldTypeException">
    /// A field to increment is not a number, its sum is out of DynamoDB's range, or a field to append to is not a list.
    /// </exception>
    /// <exception cref="SessionTooLargeException">The item would exceed DynamoDB's 400 KB.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken);

    /// <summary>Extends a live session; never shortens one.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="idleTimeout">
    /// The session's own idle timeout as it was loaded, from which <paramref name="expiresAt"/> was computed; <see langword="null"/> if it has none.
    /// </param>
    /// <param name="expiresAt">The new expiry.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/>; <see cref="SessionWriteStatus.AlreadyApplied"/> if it does not expire earlier;
    /// <see cref="SessionWriteStatus.Conflict"/> if its idle timeout has changed; otherwise how it has ended.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Replaces the session under its previous id by a tombstone, if no request has committed since it was copied to a new id.</summary>
    /// <param name="fence">The fence. Retrying with the same instance is safe.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see cref="SessionWriteStatus.Applied"/> or <see cref="SessionWriteStatus.AlreadyApplied"/>; <see cref="SessionWriteStatus.Conflict"/>
    /// if it has another version or the lease was lost; otherwise how it has ended.
    /// </returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a session: deletes its fields at once and leaves a tombstone, so that no later write under its id succeeds. If the session
    /// continues under another id (<see cref="SessionFence.SuccessorId"/>), it is ended under that one.
    /// </summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="true"/> if this call ended the session; <see langword="false"/> if there was no session to end.</returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<bool> DestroyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Returns an optional capability of this table or of one that it wraps.</summary>
    /// <typeparam name="TCapability">
    /// An optional interface such as <see cref="ISessionLeaseTable"/>, or the type of a table that may be wrapped.
    /// </typeparam>
    /// <returns>The capability; <see langword="null"/> if the table does not have it.</returns>
    TCapability? GetCapability<TCapability>()
        where TCapability : class => this as TCapability;
}
