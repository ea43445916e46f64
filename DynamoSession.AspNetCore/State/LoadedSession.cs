using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What a request's cookie led to.</summary>
/// <param name="Secret">The cookie's value that opened the session; null when none did.</param>
/// <param name="Record">The live session; null when there is none.</param>
internal sealed record LoadedSession(string? Secret, SessionRecord? Record)
{
    public static LoadedSession None { get; } = new(Secret: null, Record: null);

    /// <summary>Gets whether the cookie named a session that was ended just now, so that this request may be late.</summary>
    public bool WasDead { get; init; }

    /// <summary>Gets what a cookie that is not ours led to; null when the request had none, or one of ours that led to a session.</summary>
    public ImportedSession? Import { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded.</summary>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets whether there is a session, but another request held its exclusive lease for as long as was waited.</summary>
    public bool IsLeased { get; init; }
}
