using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Another source of a request's session, used if no cookie of DynamoSession leads to one.</summary>
internal interface ISessionSource
{
    /// <summary>Finds, or creates, the session for another cookie of the request.</summary>
    /// <returns>The session; null if there is no such cookie, or it never led to a session.</returns>
    /// <exception cref="SessionStoreException">The table or the source failed.</exception>
    Task<ImportedSession?> FindAsync(HttpContext context);

    /// <summary>Called when the browser has sent DynamoSession's own cookie, so the other cookie is no longer needed. Failures are logged and retried by the next request.</summary>
    Task AfterReturnAsync(SessionRecord record);

    /// <summary>Called before a session ends or gets a new id, to remove anything that could restore it.</summary>
    /// <exception cref="SessionStoreException">It could not be removed.</exception>
    Task BeforeEndAsync(SessionRecord record, CancellationToken cancellationToken);
}
