using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Names what a load has found, for telemetry.</summary>
internal static class LoadOutcomes
{
    public const string Malformed = "malformed";

    public static string Of(LoadedSession loaded) => loaded switch
    {
        { Record: not null, Import: not null } => Outcomes.Migrated,
        { Record: not null } => Outcomes.Found,
        { IsLeased: true } => Outcomes.Locked,
        { IsUnreadable: true } => Outcomes.Unreadable,
        { JustEnded: true } => Outcomes.Ended,
        { HasExpired: true } => Outcomes.Expired,
        _ => Outcomes.Missing,
    };

    /// <summary>Returns the outcome of a wait for a lease.</summary>
    public static string OfWait(SessionLoadResult result) => result.Record is null ? Of(result) : Outcomes.Acquired;

    public static string Of(SessionLoadResult result) => result.Status switch
    {
        SessionLoadStatus.Live => Outcomes.Found,
        SessionLoadStatus.Leased => Outcomes.Locked,
        SessionLoadStatus.Dead => Outcomes.Ended,
        SessionLoadStatus.Expired => Outcomes.Expired,
        SessionLoadStatus.Unreadable => Outcomes.Unreadable,
        _ => Outcomes.Missing,
    };

    /// <summary>Returns why an id leads to no live session.</summary>
    public static string ReasonOf(SessionLoadResult result) => result switch
    {
        { Status: SessionLoadStatus.Dead, HasSuccessor: true } => "renewed",
        { Status: SessionLoadStatus.Dead, WasSignedOut: true } => "signed_out",
        { Status: SessionLoadStatus.Dead } => "ended",
        { Status: SessionLoadStatus.Expired } => "expired",
        { Status: SessionLoadStatus.Unreadable } => "unreadable",
        _ => "unknown",
    };
}
