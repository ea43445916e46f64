using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>The values of the attribute <see cref="TelemetryAttributes.Outcome"/>.</summary>
internal static class Outcomes
{
    public const string Acquired = "acquired";
    public const string Canceled = "canceled";
    public const string Conflict = "conflict";
    public const string Created = "created";
    public const string Destroyed = "destroyed";
    public const string Ended = "ended";
    public const string Expired = "expired";
    public const string Extended = "extended";
    public const string Failed = "failed";
    public const string Found = "found";
    public const string Gone = "gone";
    public const string InDoubt = "in_doubt";
    public const string LimitReached = "limit_reached";
    public const string Locked = "locked";
    public const string Migrated = "migrated";
    public const string Missing = "missing";
    public const string Renewed = "renewed";
    public const string Revoked = "revoked";
    public const string TooLarge = "too_large";
    public const string Unchanged = "unchanged";
    public const string Unreadable = "unreadable";
    public const string Updated = "updated";
    public const string WrongType = "wrong_type";

    public static string Of(Exception failure) => failure switch
    {
        SessionConflictException => Conflict,
        SessionGoneException => Gone,
        SessionLimitException => LimitReached,
        SessionTooLargeException => TooLarge,
        SessionFieldTypeException => WrongType,
        OperationCanceledException => Canceled,
        _ => Failed,
    };

    /// <summary>Returns the value of <c>error.type</c>; null for an outcome that is expected, or that the caller has asked for.</summary>
    public static string? ErrorTypeOf(Exception failure) => failure switch
    {
        SessionStoreException store => store.ErrorType,
        SessionTooLargeException => TooLarge,
        SessionFieldTypeException => WrongType,
        SessionException or OperationCanceledException => null,
        _ => failure.GetType().FullName,
    };
}
