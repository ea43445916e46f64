using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Another source of a request's session, used if no cookie of DynamoSession leads to one.</summary>
internal interface ISessionSource
{
    /// <summary>Returns whether the request has a cookie with a name of the source's, genuine or not. Makes no call.</summary>
    bool HasCookie(HttpContext context);

    /// <summary>Finds, or creates, the session for another cookie of the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">The deadline, which is that of all loading.</param>
    /// <returns>The session; null if there is no such cookie, or it never led to a session.</returns>
    /// <exception cref="SessionStoreException">The table or the source failed.</exception>
    Task<ImportedSession?> FindAsync(HttpContext context, CancellationToken cancellationToken);

    /// <summary>Finds the sessions for all other cookies of the request, so that they can be destroyed.</summary>
    /// <param name="context">The request.</param>
    /// <param name="except">The session that has been found already; null if none has.</param>
    /// <param name="cancellationToken">The deadline.</param>
    /// <exception cref="SessionStoreException">The table or the source failed.</exception>
    Task<IReadOnlyList<ImportedSession>> FindOthersAsync(HttpContext context, ImportedSession? except, CancellationToken cancellationToken);

    /// <summary>
    /// Called when the browser has sent DynamoSession's own cookie, so the other cookie is no longer needed. Like a touch, this delays the
    /// request by one second at most. Failures are logged, and a later request tries again.
    /// </summary>
    Task AfterReturnAsync(SessionRecord record);

    /// <summary>Called before a session ends or gets a new id, to remove anything that could restore it.</summary>
    /// <exception cref="SessionStoreException">It could not be removed.</exception>
    Task BeforeEndAsync(SessionRecord record, CancellationToken cancellationToken);
}
