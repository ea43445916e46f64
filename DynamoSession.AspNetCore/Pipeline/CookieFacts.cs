namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>What decides over the session's cookie in a response.</summary>
internal readonly record struct CookieFacts
{
    /// <summary>Gets whether there is a stored session at the end of the request.</summary>
    public bool IsStored { get; init; }

    /// <summary>Gets whether this pass of the request has stored it under a new id.</summary>
    public bool HasNewId { get; init; }

    /// <summary>Gets whether an earlier pass of the same request has made the browser's cookie obsolete.</summary>
    public bool WasReplacedEarlier { get; init; }

    /// <summary>Gets whether the session was opened by a cookie that is not ours.</summary>
    public bool WasImported { get; init; }

    /// <summary>Gets whether the session was extended.</summary>
    public bool WasExtended { get; init; }

    /// <summary>Gets whether the cookie outlives the browser, so that it must be extended with the session.</summary>
    public bool OutlivesBrowser { get; init; }

    /// <summary>Gets whether the request came with the id of a session that had just been ended.</summary>
    public bool WasDead { get; init; }

    /// <summary>Gets whether the request asked for a new id.</summary>
    public bool RenewsId { get; init; }

    /// <summary>Gets whether the request signed the user out.</summary>
    public bool WasDestroyed { get; init; }

    /// <summary>Decides: the first line that fits.</summary>
    public CookieDecision Decide() => this switch
    {
        { IsStored: true, HasNewId: true } => CookieDecision.Send,
        { IsStored: true, WasReplacedEarlier: true } => CookieDecision.Send,
        { IsStored: true, WasImported: true } => CookieDecision.Send,
        { IsStored: true, WasExtended: true, OutlivesBrowser: true } => CookieDecision.Send,
        { IsStored: true } => CookieDecision.Leave,
        { WasReplacedEarlier: true } => CookieDecision.Expire,

        // Whatever ended the session has told the browser, perhaps with a new cookie. But who signs in again may never have heard: with
        // the dead cookie, its next requests would be refused as late.
        { WasDead: true, RenewsId: true } => CookieDecision.Expire,
        { WasDead: true } => CookieDecision.Leave,
        { WasDestroyed: true } => CookieDecision.Expire,
        _ => CookieDecision.Leave,
    };
}
