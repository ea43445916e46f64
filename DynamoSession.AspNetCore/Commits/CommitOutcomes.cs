using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Names what came of a write, for telemetry.</summary>
internal static class CommitOutcomes
{
    public static string Of(CommitOutcome outcome) => outcome.Write is null && outcome.Failure is null ? Outcomes.Destroyed : Of(outcome.Write, outcome.Failure);

    /// <param name="result">What is known of the write; null if none was planned or attempted.</param>
    /// <param name="failure">Why it failed; null if it did not.</param>
    public static string Of(WriteResult? result, Exception? failure) => (result, failure) switch
    {
        (_, not null) => OfFailure(result, failure),
        ({ Write: CreateWrite }, _) => Outcomes.Created,
        ({ Write: RenewWrite }, _) => Outcomes.Renewed,
        _ => Outcomes.Updated,
    };

    public static string? ErrorTypeOf(Exception? failure) => failure is null ? null : Outcomes.ErrorTypeOf(failure);

    public static string OfTouch(SessionWriteStatus status) => status switch
    {
        SessionWriteStatus.Applied => Outcomes.Extended,
        SessionWriteStatus.AlreadyApplied => Outcomes.Unchanged,
        SessionWriteStatus.Conflict => Outcomes.Conflict,
        _ => Outcomes.Gone,
    };

    private static string OfFailure(WriteResult? result, Exception failure) => result switch
    {
        { Refusal: SessionWriteStatus.Revoked } => Outcomes.Revoked,
        { State: WriteState.InDoubt } when MayBeApplied(failure) => Outcomes.InDoubt,
        _ => Outcomes.Of(failure),
    };

    // A call that was throttled or denied has not been applied. One that the deadline has ended may be, even if an attempt before it was throttled.
    private static bool MayBeApplied(Exception failure) => failure is SessionStoreException { IsTimeout: true } or SessionStoreException { IsThrottled: false, IsTransient: true };
}
