using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>Decides what a shared record means for each operation, like <see cref="RecordState"/> does for native ones.</summary>
internal static class SharedState
{
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromSeconds(RecordLimits.TombstoneSeconds);

    /// <remarks>
    /// Only the record's own expiry counts: a touch by Express extends it without updating the expiry in <c>cookie</c>.
    /// </remarks>
    public static SessionLoadStatus OfLoaded(SharedRecord? record, DateTimeOffset now) => record switch
    {
        null => SessionLoadStatus.Missing,
        { EndedAt: { } endedAt, Content: null } => endedAt + TombstoneLifetime > now ? SessionLoadStatus.Dead : SessionLoadStatus.Missing,
        { Content: null } => SessionLoadStatus.Unreadable,
        { Expires: null } => SessionLoadStatus.Unreadable,
        _ => record.Expires <= now ? SessionLoadStatus.Expired : SessionLoadStatus.Live,
    };

    /// <summary>Returns the session, or why there is none.</summary>
    public static SessionLoadResult ToLoadResult(SharedRecord? record, string id, TimeSpan lifetime, DateTimeOffset now) => OfLoaded(record, now) switch
    {
        SessionLoadStatus.Live => SessionLoadResult.Live(record!.ToSession(id, lifetime)),
        SessionLoadStatus.Dead => record!.Successor is null ? SessionLoadResult.SignedOut : SessionLoadResult.Renewed,
        var status => SessionLoadResult.None(status),
    };

    /// <returns>Why nothing is written; <see langword="null"/> if the session is live and does not contain the token.</returns>
    public static SessionWriteStatus? RefusalOf(SharedRecord? record, string? token, DateTimeOffset now)
    {
        if (token is not null && record?.Token == token)
        {
            return SessionWriteStatus.AlreadyApplied;
        }

        return OfLoaded(record, now) switch
        {
            SessionLoadStatus.Live => null,
            SessionLoadStatus.Dead => SessionWriteStatus.Dead,
            SessionLoadStatus.Expired => SessionWriteStatus.Expired,
            _ => SessionWriteStatus.Missing,
        };
    }

    /// <summary>Whether no field has changed. Fields are compared because Express has no versions.</summary>
    public static bool HasSameFields(SharedRecord record, SessionRecord loaded) =>
        record.Fields!.Count == loaded.Fields.Count
        && loaded.Fields.All(field => record.Fields.GetValueOrDefault(field.Key) is { } value && value.ContentEquals(field.Value));
}
