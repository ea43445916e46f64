namespace DynamoSession.AspNetCore.Commits;

/// <summary>What a commit may do, besides what the request has marked.</summary>
/// <param name="Moment">When in the request it is made.</param>
/// <param name="MayStoreCookie">Whether the browser may be given a cookie.</param>
internal sealed record CommitTerms(CommitMoment Moment, bool MayStoreCookie)
{
    /// <summary>Gets whether a commit by another request since the load refuses this one, whatever the endpoint says.</summary>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets whether the response has started, so that a cookie could not be sent any more.</summary>
    public bool ResponseHasStarted { get; init; }

    /// <summary>Gets what says that the client has gone, so that a write which was refused because of others is not tried again; null for never.</summary>
    public Func<bool>? IsAbandoned { get; init; }
}
