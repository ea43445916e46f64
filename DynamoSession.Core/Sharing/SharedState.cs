using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>Decides what a shared item means for each operation, as <see cref="RecordState"/> does for ours.</summary>
internal static class SharedState
{
    private static readonly TimeSpan LateFor = TimeSpan.FromSeconds(RecordLimits.TombstoneSeconds);

    /// <remarks>
    /// By the record's own time alone: a touch by Express extends that and leaves the time inside of <c>cookie</c> behind.
    /// </remarks>
    public static SessionLoadStatus OfLoaded(SharedRecord? record, DateTimeOffset now) => record switch
    {
        null => SessionLoadStatus.Missing,
        { EndedAt: { } endedAt, Content: null } => endedAt + LateFor > now ? SessionLoadStatus.Dead : SessionLoadStatus.Missing,
        { Content: null } => SessionLoadStatus.Unreadable,
        { Expires: null } => SessionLoadStatus.Unreadable,
        _ => record.Expires <= now ? SessionLoadStatus.Expired : SessionLoadStatus.Live,
    };

    /// <returns>Why nothing is written; <see langword="null"/> while the session lives and does not know the token.</returns>
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

    /// <summary>Whether nobody has changed a field. That is all there is to go by: Express counts no versions.</summary>
    public static bool HasSameFields(SharedRecord record, SessionRecord loaded) =>
        record.Fields!.Count == loaded.Fields.Count
        && loaded.Fields.All(field => record.Fields.GetValueOrDefault(field.Key) is { } value && value.ContentEquals(field.Value));
}
