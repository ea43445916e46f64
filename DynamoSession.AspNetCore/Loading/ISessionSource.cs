using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Another place from which a request's session may come, when no cookie of ours leads to one.</summary>
internal interface ISessionSource
{
    /// <summary>Finds or makes the session that another cookie of the request stands for.</summary>
    /// <returns>Null when there is no such cookie, or none that ever led to a session.</returns>
    /// <exception cref="SessionStoreException">The table, or the place where the session comes from, failed.</exception>
    Task<ImportedSession?> FindAsync(HttpContext context);

    /// <summary>A session was opened by our own cookie, so that the other one has served. Failures are logged and tried again with the next request.</summary>
    Task AfterReturnAsync(SessionRecord record);

    /// <summary>A session is about to end or to get a new id: whatever else could bring it back must go.</summary>
    /// <exception cref="SessionStoreException">It could not be removed.</exception>
    Task BeforeEndAsync(SessionRecord record, CancellationToken cancellationToken);
}
