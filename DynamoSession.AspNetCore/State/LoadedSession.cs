using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The session that was found for a request's cookies.</summary>
/// <param name="Secret">The secret that led to the session; null if there is none.</param>
/// <param name="Record">The live session; null if there is none.</param>
internal sealed record LoadedSession(string? Secret, SessionRecord? Record)
{
    public static LoadedSession None { get; } = new(Secret: null, Record: null);

    /// <summary>Gets whether the cookie's session has just ended, so that this request may be late.</summary>
    public bool JustEnded { get; init; }

    /// <summary>Gets the ids from the request's cookies whose sessions continue under another id.</summary>
    public IReadOnlyList<string> RenewedIds { get; init; } = [];

    /// <summary>Gets whether every session that has just ended was signed out, and does not continue under another id.</summary>
    public bool WasSignedOut { get; init; }

    /// <summary>Gets whether an expired session was found.</summary>
    public bool HasExpired { get; init; }

    /// <summary>Gets whether a record was found that is not a session, or not one that this version can read.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Gets whether the request's cookie is to be expired, because it leads to no session.</summary>
    public bool LeadsNowhere { get; init; }

    /// <summary>Gets what was found for a cookie of another package; null if the request has none, or has an own cookie with a live session.</summary>
    public ImportedSession? Import { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded.</summary>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets the request's place in the queue of those that use the session exclusively; null without a lease.</summary>
    public IDisposable? Place { get; init; }

    /// <summary>Gets whether the session exists, but its exclusive lease could not be acquired in time.</summary>
    public bool IsLeased { get; init; }
}
