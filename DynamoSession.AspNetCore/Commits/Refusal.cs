using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Creates the exception for a write that the table has refused.</summary>
internal static class Refusal
{
    public static SessionException Of(SessionWriteStatus status, int fieldCount) => status switch
    {
        SessionWriteStatus.Conflict => new SessionConflictException(
            $"Another request committed the session before this request's {fieldCount} changed fields could be written; nothing was written. Let the client try again."),
        SessionWriteStatus.Revoked => new SessionGoneException(
            "All sessions of the user were ended after this request had begun to sign in; nothing was written. Let the user sign in again."),
        SessionWriteStatus.LimitReached => new SessionLimitException(
            "The user has as many sessions as MaxSessionsPerUser allows; nothing was written. Let the user sign out elsewhere first, or set MaxSessionsAction to EvictOldest."),
        _ => new SessionGoneException(
            $"The session ended ({status}) during the request; its {fieldCount} changed fields were not written. Let the user start a new session."),
    };
}
