using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.AspNetCore;

/// <summary>All log messages of this package. A session is identified by its tag only, never by its id, cookie or values.</summary>
internal static partial class Log
{
    public const string Category = "DynamoSession";

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Session {SessionTag} created with {FieldCount} fields.")]
    public static partial void SessionCreated(this ILogger logger, SessionTag sessionTag, int fieldCount);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Session {SessionTag} committed: {FieldCount} fields changed ({Status}).")]
    public static partial void SessionCommitted(this ILogger logger, SessionTag sessionTag, int fieldCount, SessionWriteStatus status);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Session {SessionTag} touched ({Status}).")]
    public static partial void SessionTouched(this ILogger logger, SessionTag sessionTag, SessionWriteStatus status);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Session {SessionTag} was destroyed (it was live: {WasLive}).")]
    public static partial void SessionDestroyed(this ILogger logger, SessionTag sessionTag, bool wasLive);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "A commit of session {SessionTag} was refused ({Status}); {FieldCount} changed fields were discarded.")]
    public static partial void SessionRefused(this ILogger logger, SessionTag sessionTag, SessionWriteStatus status, int fieldCount);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Rejected a late request to create session {SessionTag}: its own session had already ended.")]
    public static partial void LateWriteRefused(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The session could not be loaded, so the endpoint did not run; the response has status 503. {Reason}")]
    public static partial void LoadFailed(this ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "The session could not be loaded; the endpoint runs without it. {Reason}")]
    public static partial void OptionalLoadFailed(this ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "The session could not be committed; the response has status {StatusCode}. {Reason}")]
    public static partial void CommitFailed(this ILogger logger, int statusCode, string reason, Exception exception);

    // Without the exception: a stack trace suggests that someone has to act.
    [LoggerMessage(EventId = 61, Level = LogLevel.Information, Message = "The session could not be committed; the response has status {StatusCode}. {Reason}")]
    public static partial void CommitRefused(this ILogger logger, int statusCode, string reason);

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "The session could not be committed; it is optional for the endpoint, so the response is sent. {Reason}")]
    public static partial void OptionalCommitFailed(this ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Changes made after the response had started could not be committed; the connection is aborted. {Reason}")]
    public static partial void LateCommitFailed(this ILogger logger, string reason, Exception exception);

    [LoggerMessage(EventId = 62, Level = LogLevel.Warning, Message = "Changes made after the response had started could not be committed; the connection is aborted. {Reason}")]
    public static partial void LateCommitRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "A session could not be extended; it may expire early.")]
    public static partial void TouchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 13, Level = LogLevel.Debug, Message = "A touch took longer than the response waits for it.")]
    public static partial void TouchIsSlow(this ILogger logger);

    [LoggerMessage(EventId = 14, Level = LogLevel.Warning, Message = "The item of session {SessionTag} in table '{TableName}' is not a valid session; it was left unchanged and ignored.")]
    public static partial void RecordUnreadable(this ILogger logger, SessionTag sessionTag, string tableName);

    [LoggerMessage(EventId = 15, Level = LogLevel.Debug, Message = "No session was created: the user has not consented to cookies, and the session cookie is not marked as essential (Cookie.IsEssential).")]
    public static partial void ConsentMissing(this ILogger logger);

    [LoggerMessage(EventId = 16, Level = LogLevel.Warning, Message = "A Secure session cookie was sent over plain http, where browsers ignore it. Behind a proxy that terminates TLS, use the forwarded headers middleware.")]
    public static partial void SecureCookieOverPlainHttp(this ILogger logger);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "An endpoint with SessionAccess.ReadOnly mutated objects of the session fields {FieldNames}; the changes were not written.")]
    public static partial void ReadOnlyMutation(this ILogger logger, string fieldNames);

    [LoggerMessage(EventId = 18, Level = LogLevel.Debug, Message = "The request failed; its changes to the session were not written.")]
    public static partial void FailedRequestDiscarded(this ILogger logger);

    [LoggerMessage(EventId = 19, Level = LogLevel.Error, Message = "UseDynamoSession was called before UseRouting, so the session policies of endpoints have no effect. Call it after UseRouting.")]
    public static partial void PolicyUnknown(this ILogger logger);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "Session {PreviousSessionTag} was renewed as {SessionTag}.")]
    public static partial void SessionRenewed(this ILogger logger, SessionTag previousSessionTag, SessionTag sessionTag);

    [LoggerMessage(EventId = 22, Level = LogLevel.Debug, Message = "Attempt {Attempt} of a session write failed; trying again.")]
    public static partial void WriteRetried(this ILogger logger, int attempt, Exception exception);

    [LoggerMessage(EventId = 23, Level = LogLevel.Debug, Message = "A touch was skipped because the table is throttling.")]
    public static partial void TouchShed(this ILogger logger);

    [LoggerMessage(EventId = 24, Level = LogLevel.Information, Message = "Session {SessionTag} was read without this browser's latest commit, even by a strong read; the cookie that names the commit may be forged or belong to another session.")]
    public static partial void OwnWriteNotSeen(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 25, Level = LogLevel.Information, Message = "A request could not get the exclusive lease on session {SessionTag} within {Wait}.")]
    public static partial void LeaseNotAcquired(this ILogger logger, SessionTag sessionTag, TimeSpan wait);

    [LoggerMessage(EventId = 60, Level = LogLevel.Information, Message = "A request could not wait for the exclusive lease on session {SessionTag}: {MaxWaiting} requests of this process are already waiting for it.")]
    public static partial void LeaseQueueFull(this ILogger logger, SessionTag sessionTag, int maxWaiting);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "The exclusive lease on a session could not be released; it expires by itself.")]
    public static partial void LeaseNotReleased(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Session table '{TableName}' is ready.")]
    public static partial void TableReady(this ILogger logger, string tableName);

    [LoggerMessage(EventId = 70, Level = LogLevel.Warning, Message = "Session table '{TableName}' can be used, but was not checked completely. {Finding}")]
    public static partial void TableNotChecked(this ILogger logger, string tableName, string finding);

    [LoggerMessage(EventId = 71, Level = LogLevel.Information, Message = "Session table '{TableName}' is on an emulator. {Finding}")]
    public static partial void TableOfEmulator(this ILogger logger, string tableName, string finding);

    [LoggerMessage(EventId = 27, Level = LogLevel.Warning, Message = "The endpoint threw after its session could not be committed; the response reports the failed commit.")]
    public static partial void FailedAfterCommit(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 28, Level = LogLevel.Information, Message = "Session {SessionTag} was migrated from '{Store}' with {FieldCount} fields; {ProblemCount} could not be migrated.")]
    public static partial void SessionMigrated(this ILogger logger, SessionTag sessionTag, string store, int fieldCount, int problemCount);

    [LoggerMessage(EventId = 29, Level = LogLevel.Warning, Message = "Field '{FieldName}' of session {SessionTag} was not migrated: {Reason}.")]
    public static partial void FieldNotMigrated(this ILogger logger, SessionTag sessionTag, string fieldName, string reason);

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "A legacy session record of '{Store}' is corrupt; it was left unchanged and ignored.")]
    public static partial void LegacyRecordUnreadable(this ILogger logger, string store);

    [LoggerMessage(EventId = 31, Level = LogLevel.Debug, Message = "The new cookie of migrated session {SessionTag} has come back; its legacy record was deleted.")]
    public static partial void MigrationCompleted(this ILogger logger, SessionTag sessionTag);

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning, Message = "The legacy record of migrated session {SessionTag} could not be deleted; a later request tries again.")]
    public static partial void MigrationNotCompleted(this ILogger logger, SessionTag sessionTag, Exception exception);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "A session was migrated from '{Store}', from which this application no longer migrates, so its legacy record is kept until it expires.")]
    public static partial void MigrationUnknown(this ILogger logger, string store);

    [LoggerMessage(EventId = 34, Level = LogLevel.Warning, Message = "A legacy session of '{Store}' is too large to be migrated; its record was left unchanged and ignored.")]
    public static partial void LegacySessionTooLarge(this ILogger logger, string store, Exception exception);

    [LoggerMessage(EventId = 40, Level = LogLevel.Warning, Message = "Session {SessionTag} was migrated from '{Store}' with {Bytes} bytes, more than MaxSessionBytes ({MaxBytes}) allows: it can be read, but it can't grow. Raise MaxSessionBytes, or remove fields that are no longer needed.")]
    public static partial void LargeSessionMigrated(this ILogger logger, SessionTag sessionTag, string store, int bytes, int maxBytes);

    [LoggerMessage(EventId = 41, Level = LogLevel.Debug, Message = "The completion of a migration took longer than the response waits for it.")]
    public static partial void CompletionIsSlow(this ILogger logger);

    [LoggerMessage(EventId = 42, Level = LogLevel.Debug, Message = "The completion of a migration was skipped, because another request is completing it, or the legacy store or the table has trouble.")]
    public static partial void CompletionShed(this ILogger logger);

    [LoggerMessage(EventId = 50, Level = LogLevel.Warning, Message = "A response ended with an exception after it had started; changes made since then were not written. Changed fields: {FieldNames}.")]
    public static partial void LateChangesLost(this ILogger logger, string fieldNames, Exception exception);

    [LoggerMessage(EventId = 51, Level = LogLevel.Information, Message = "A request had {Count} cookies with the session cookie's name; those that another host of the site can have planted are expired. A __Host- name prevents this.")]
    public static partial void CookiesPlanted(this ILogger logger, int count);

    [LoggerMessage(EventId = 52, Level = LogLevel.Warning, Message = "The session cookie was sent with SameSite=None and without Secure, as always in Development over plain http. Browsers reject such a cookie, so every request has a new session. Use https, or another SameSite in Development.")]
    public static partial void SameSiteNoneWithoutSecure(this ILogger logger);

    [LoggerMessage(EventId = 53, Level = LogLevel.Warning, Message = "Cookie.SecurePolicy is {SecurePolicy} in the {EnvironmentName} environment, so the session cookie can be sent over plain http, where anyone on the network can read it. Set it to Always.")]
    public static partial void InsecureCookie(this ILogger logger, CookieSecurePolicy securePolicy, string environmentName);

    [LoggerMessage(EventId = 54, Level = LogLevel.Warning, Message = "Sessions are kept in this process's memory (UseInMemoryTable) in the {EnvironmentName} environment: they are lost when the process ends, and other instances don't have them.")]
    public static partial void TableInMemory(this ILogger logger, string environmentName);

    [LoggerMessage(EventId = 55, Level = LogLevel.Warning, Message = "The configuration section '{Section}' does not exist or is empty, so no session option is set from it. Check the name that is passed to AddDynamoSession, or add the section.")]
    public static partial void SectionMissing(this ILogger logger, string section);
}
