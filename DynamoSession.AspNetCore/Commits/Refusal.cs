using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Creates the exception for a write that the table has refused.</summary>
internal static class Refusal
{
    public static SessionException Of(SessionWriteStatus status, int fieldCount) => status == SessionWriteStatus.Conflict
        ? new SessionConflictException(
            $"Another request committed the session before this request's {fieldCount} changed fields could be written; nothing was written. Let the client try again.")
        : new SessionGoneException(
            $"The session ended ({status}) during the request; its {fieldCount} changed fields were not written. Let the user start a new session.");
}
