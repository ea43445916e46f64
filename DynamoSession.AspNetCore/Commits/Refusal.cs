using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Says why the table refused a write.</summary>
internal static class Refusal
{
    public static SessionException Of(SessionWriteStatus status, int fieldCount) => status == SessionWriteStatus.Conflict
        ? new SessionConflictException(
            $"Another request committed the session while {fieldCount} changed fields were to be written; nothing was written. Let the client try again.")
        : new SessionGoneException(
            $"The session ended ({status}) while the request was under way; its {fieldCount} changed fields were not written. Let the user start a new session.");
}
