namespace DynamoSession.Core;

/// <summary>
/// Looks up sessions and ends them from outside: for the page on which users see their devices, and for operators. It never shows a field or
/// anything that opens a session.
/// </summary>
/// <remarks>
/// What is by user requires <c>dynamodb:Query</c> on the table's index <c>byUser</c>, besides what sessions require. <see cref="ListAsync"/>,
/// <see cref="CountAsync"/>, <see cref="ReapExpiredAsync"/> and <see cref="ClearAsync"/> read the whole table: they require
/// <c>dynamodb:Scan</c>, and are for operators' tools, not for requests.
/// <para>Each operation can throw <see cref="SessionStoreException"/>, if the table failed.</para>
/// </remarks>
public interface ISessionDirectory
{
    /// <summary>Lists the live sessions of a user, the last created first. They are read page by page, while the list is enumerated.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<SessionSummary> ListByUserAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user, for example after a change of the password. When it returns, none opens anything any more: neither those
    /// that existed when it was called, nor those that were being created, renewed or bound to the user. A sign-in that begins afterwards is
    /// not affected.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptSessionId">The public id of a session that goes on, such as the current one; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many sessions were ended.</returns>
    /// <remarks>After an exception, some sessions may not have been ended: call it again.</remarks>
    Task<int> DestroyByUserAsync(string userId, string? exceptSessionId = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a session of any user, or of none. Pages on which users end their own sessions must pass the user too.</summary>
    /// <param name="sessionId">The session's public id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was a session to end.</returns>
    Task<bool> DestroyAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends a session of a user, such as one that the user has chosen on a page; nothing if it belongs to another user.</summary>
    /// <param name="sessionId">The session's public id.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was such a session to end.</returns>
    Task<bool> DestroyAsync(string sessionId, string userId, CancellationToken cancellationToken = default);

    /// <summary>Lists all live sessions, in no particular order.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<SessionSummary> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the live sessions.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the items of sessions that have ended. The table's time to live does that too, at no cost but within days. Requires
    /// <c>dynamodb:DeleteItem</c>.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many items were deleted.</returns>
    Task<long> ReapExpiredAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions that exist when it is called, so that everybody has to start anew. Their items are deleted like those of all ended sessions.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many sessions were ended.</returns>
    Task<long> ClearAsync(CancellationToken cancellationToken = default);
}
