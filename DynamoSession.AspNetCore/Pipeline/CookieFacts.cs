namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>What determines how a response treats the session's cookie.</summary>
internal readonly record struct CookieFacts
{
    /// <summary>Gets whether there is a stored session at the end of the request.</summary>
    public bool IsStored { get; init; }

    /// <summary>Gets whether this pass of the request has stored the session under a new id.</summary>
    public bool HasNewId { get; init; }

    /// <summary>Gets whether an earlier pass of the same request has replaced the browser's cookie.</summary>
    public bool WasReplacedEarlier { get; init; }

    /// <summary>Gets whether the session was found by a cookie of another package.</summary>
    public bool WasImported { get; init; }

    /// <summary>Gets whether this pass has changed whether the browser keeps the cookie when it closes.</summary>
    public bool HasNewPersistence { get; init; }

    /// <summary>Gets whether the session was extended.</summary>
    public bool WasExtended { get; init; }

    /// <summary>Gets whether the cookie outlives the browser, so that it is extended together with the session.</summary>
    public bool OutlivesBrowser { get; init; }

    /// <summary>Gets whether the request's session had just ended.</summary>
    public bool JustEnded { get; init; }

    /// <summary>Gets whether that session was signed out, and does not continue under another id.</summary>
    public bool WasSignedOut { get; init; }

    /// <summary>Gets whether the request is a navigation whose cookie leads to no session.</summary>
    public bool LeadsNowhere { get; init; }

    /// <summary>Gets whether the request has renewed the session's id.</summary>
    public bool RenewsId { get; init; }

    /// <summary>Gets whether the request has destroyed the session.</summary>
    public bool WasDestroyed { get; init; }

    /// <summary>Decides by the first case that matches.</summary>
    public CookieDecision Decide() => this switch
    {
        { IsStored: true, HasNewId: true } => CookieDecision.Send,
        { IsStored: true, WasReplacedEarlier: true } => CookieDecision.Send,
        { IsStored: true, WasImported: true } => CookieDecision.Send,
        { IsStored: true, HasNewPersistence: true } => CookieDecision.Send,
        { IsStored: true, WasExtended: true, OutlivesBrowser: true } => CookieDecision.Send,
        { IsStored: true } => CookieDecision.Leave,
        { WasReplacedEarlier: true } => CookieDecision.Expire,

        // The response that ended the session has already updated the browser's cookie. But if that response was lost, a user who signs in
        // again would be refused as late with the next requests.
        { JustEnded: true, RenewsId: true } => CookieDecision.Expire,

        // The response to the first sign-out may have sent the cookie of a new session, which must be kept.
        { JustEnded: true, WasSignedOut: true } => CookieDecision.Leave,

        // The sign-out has also ended the session under the id that the browser may have received meanwhile.
        { WasDestroyed: true } => CookieDecision.Expire,
        { JustEnded: true } => CookieDecision.Leave,
        { LeadsNowhere: true } => CookieDecision.Expire,
        _ => CookieDecision.Leave,
    };
}
