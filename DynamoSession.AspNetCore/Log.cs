using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.Extensions.Logging;

namespace DynamoSession.AspNetCore;

/// <summary>Every message of this package. A session appears by its tag alone, never by id, cookie or value.</summary>
internal static partial class Log
{
    public const string Category = "DynamoSession";

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Session {SessionTag} created with {FieldCount} fields.")]
    public static partial void SessionCreated(this ILogger logger, SessionTag sessionTag, int fieldCount);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Session {SessionTag} committed: {FieldCount} fields changed ({Status}).")]
    public static partial void SessionCommitted(this ILogger logger, SessionTag sessionTag, int fieldCount, SessionWriteStatus status);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Session {SessionTag} touched ({Status}).")]
    public static partial void SessionTouched(this ILogger logger, SessionTag sessionTag, SessionWriteStatus status);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Session {SessionTag} destroyed (it was alive: {WasAlive}).")]
    public static partial void SessionDestroyed(this ILogger logger, SessionTag sessionTag, bool wasAlive);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Session {SessionTag} refused a commit ({Status}); {FieldCount} changed fields dropped.")]
    public static partial void SessionRefused(this ILogger logger, SessionTag sessionTag, SessionWriteStatus status, int fieldCount);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "A request with the id of a session that was just ended wanted to start session {SessionTag}; refused.")]
    public static partial void LateWriteRefused(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The session could not be loaded; the request is answered without its endpoint.")]
    public static partial void LoadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "The session could not be loaded; the endpoint runs without it.")]
    public static partial void OptionalLoadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "The session could not be committed; the request is answered with status {StatusCode}.")]
    public static partial void CommitFailed(this ILogger logger, int statusCode, Exception exception);

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "The session could not be committed; the endpoint can do without, so its answer goes out.")]
    public static partial void OptionalCommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Changes made after the response had started could not be committed; the connection is aborted.")]
    public static partial void LateCommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "A session could not be touched; it may end early.")]
    public static partial void TouchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 13, Level = LogLevel.Debug, Message = "A touch took longer than the answer waits for it.")]
    public static partial void TouchIsSlow(this ILogger logger);

    [LoggerMessage(EventId = 14, Level = LogLevel.Warning, Message = "The record of session {SessionTag} in table '{TableName}' is no session record; it was left as it is and counts as no session.")]
    public static partial void RecordUnreadable(this ILogger logger, SessionTag sessionTag, string tableName);

    [LoggerMessage(EventId = 15, Level = LogLevel.Debug, Message = "No session was started: the user has not consented to cookies, and the session's is not marked essential (Cookie.IsEssential).")]
    public static partial void ConsentMissing(this ILogger logger);

    [LoggerMessage(EventId = 16, Level = LogLevel.Warning, Message = "A Secure session cookie was sent over plain http, where browsers drop it. Behind a proxy that ends TLS, use the forwarded headers middleware.")]
    public static partial void SecureCookieOverPlainHttp(this ILogger logger);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "An endpoint with SessionAccess.ReadOnly mutated objects of the session fields {FieldNames}; the changes were not written.")]
    public static partial void ReadOnlyMutation(this ILogger logger, string fieldNames);

    [LoggerMessage(EventId = 18, Level = LogLevel.Debug, Message = "The request failed; its changes to the session were not written.")]
    public static partial void FailedRequestDiscarded(this ILogger logger);

    [LoggerMessage(EventId = 19, Level = LogLevel.Error, Message = "UseDynamoSession stands before UseRouting, so the session policies of endpoints have no effect. Move it behind UseRouting.")]
    public static partial void PolicyUnknown(this ILogger logger);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "Session {OldSessionTag} goes on as {SessionTag}.")]
    public static partial void SessionRenewed(this ILogger logger, SessionTag oldSessionTag, SessionTag sessionTag);

    [LoggerMessage(EventId = 22, Level = LogLevel.Debug, Message = "Attempt {Attempt} of a session write failed; trying again.")]
    public static partial void WriteRetried(this ILogger logger, int attempt, Exception exception);

    [LoggerMessage(EventId = 23, Level = LogLevel.Debug, Message = "A touch was left out because the table throttles.")]
    public static partial void TouchShed(this ILogger logger);

    [LoggerMessage(EventId = 24, Level = LogLevel.Information, Message = "Session {SessionTag} was read without this browser's latest commit, even by a strong read; the commit's marker may be of another session.")]
    public static partial void OwnWriteNotSeen(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 25, Level = LogLevel.Information, Message = "A request waited {Wait} in vain for the exclusive lease on session {SessionTag}.")]
    public static partial void LeaseNotAcquired(this ILogger logger, SessionTag sessionTag, TimeSpan wait);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "The exclusive lease on a session could not be given back; it ends by itself.")]
    public static partial void LeaseNotReleased(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Session table '{TableName}' is ready.")]
    public static partial void TableReady(this ILogger logger, string tableName);

    [LoggerMessage(EventId = 27, Level = LogLevel.Warning, Message = "The endpoint threw after its session could not be committed; the answer is the commit's.")]
    public static partial void FailedAfterCommit(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 28, Level = LogLevel.Information, Message = "Session {SessionTag} was migrated from '{Store}' with {FieldCount} fields; {ProblemCount} could not be taken over.")]
    public static partial void SessionMigrated(this ILogger logger, SessionTag sessionTag, string store, int fieldCount, int problemCount);

    [LoggerMessage(EventId = 29, Level = LogLevel.Warning, Message = "Field '{FieldName}' of migrated session {SessionTag} was not taken over: {Reason}.")]
    public static partial void FieldNotMigrated(this ILogger logger, SessionTag sessionTag, string fieldName, string reason);

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "An old session record of '{Store}' cannot be read; it was left as it is and counts as no session.")]
    public static partial void LegacyRecordUnreadable(this ILogger logger, string store);

    [LoggerMessage(EventId = 31, Level = LogLevel.Debug, Message = "The new cookie of migrated session {SessionTag} has come back; its old record is removed.")]
    public static partial void MigrationCompleted(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning, Message = "The old record of migrated session {SessionTag} could not be removed; the next request tries again.")]
    public static partial void MigrationNotCompleted(this ILogger logger, SessionTag sessionTag, Exception exception);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "A session was migrated from '{Store}', which this application does not migrate from any more, so its old record stays until it expires.")]
    public static partial void MigrationUnknown(this ILogger logger, string store);

    [LoggerMessage(EventId = 34, Level = LogLevel.Warning, Message = "An old session of '{Store}' is too large to be taken over; its record was left as it is and counts as no session.")]
    public static partial void LegacySessionTooLarge(this ILogger logger, string store, Exception exception);
}
