namespace DynamoSession.AspNetCore.Commits;

/// <summary>What a commit is allowed to do.</summary>
/// <param name="Moment">The point in the request at which it is made.</param>
/// <param name="MayStoreCookie">Whether a cookie may be set in the browser.</param>
internal sealed record CommitTerms(CommitMoment Moment, bool MayStoreCookie)
{
    /// <summary>Gets whether a commit by another request since the load is a conflict, regardless of the endpoint's policy.</summary>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets whether the endpoint goes on after the response has started, and may need a session then.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Gets whether the response has started, so that a cookie can no longer be sent.</summary>
    public bool ResponseHasStarted { get; init; }

    /// <summary>Gets a function that returns whether the client has disconnected, so that a conflict isn't retried; null for never.</summary>
    public Func<bool>? IsAbandoned { get; init; }
}
