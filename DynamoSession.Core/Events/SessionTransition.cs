using DynamoSession.Core.Records;

namespace DynamoSession.Core.Events;

/// <summary>Decides what a write to an item means for the session.</summary>
internal static class SessionTransition
{
    /// <param name="record">The write.</param>
    /// <param name="reportsExpiryChanges">Whether a write that changes nothing but the expiry is an event.</param>
    /// <returns>The event; <see langword="null"/> if nothing happened to a session.</returns>
    public static SessionEvent? Read(StreamRecord record, bool reportsExpiryChanges)
    {
        var before = record.Before is { IsSession: true } ? record.Before : null;
        var after = record.After is { IsSession: true } ? record.After : null;
        return (before, after) switch
        {
            (null, null) => null,
            (null, { } started) => Started(record, started, replaced: null),
            ({ } session, null) => Ended(record, session),
            ({ } session, { } replacement) when IsReplaced(record, session, replacement) => Started(record, replacement, replaced: Deleted(record, session)),
            ({ } session, { } written) => Changed(record, session, written, reportsExpiryChanges),
        };
    }

    private static SessionEvent Started(StreamRecord record, StreamImage image, SessionEndedEvent? replaced) =>
        IsCopy(image.Stored)
            ? new SessionContinuedEvent
            {
                SessionId = record.SessionId,
                UserId = image.Stored.UserId,
                ExpiresAt = image.ExpiresAt,
                OccurredAt = record.OccurredAt,
                SequenceNumber = record.SequenceNumber,
                EventId = record.EventId,
            }
            : new SessionCreatedEvent
            {
                SessionId = record.SessionId,
                UserId = image.Stored.UserId,
                ExpiresAt = image.ExpiresAt,
                OccurredAt = record.OccurredAt,
                SequenceNumber = record.SequenceNumber,
                EventId = record.EventId,
                MigratedFrom = image.Stored.Origin?.Store,
                Replaced = replaced,
            };

    /// <summary>
    /// Returns whether an item that has just been created is the copy of a renewal. A new session starts at version 1 and with one token, and
    /// each commit adds one to both; in other regions of a global table, the first record may already contain some. A copy starts with the
    /// version after the copied one.
    /// </summary>
    private static bool IsCopy(StoredRecord created) => created.Version > created.CommitTokens!.Count;

    private static SessionEvent Ended(StreamRecord record, StreamImage session) => record.After switch
    {
        { IsTombstone: true, Reason: TombstoneReason.Renewed } tombstone => new SessionRenewedEvent
        {
            SessionId = record.SessionId,
            UserId = session.Stored.UserId,
            OccurredAt = record.OccurredAt,
            SequenceNumber = record.SequenceNumber,
            EventId = record.EventId,
            SuccessorId = tombstone.Stored.Successor,
        },
        { IsTombstone: true } tombstone => Ended(record, session, HasExpired(record, session) ? SessionEndReason.Expired : ReasonOf(tombstone)),
        _ => Deleted(record, session),
    };

    private static SessionEndedEvent Deleted(StreamRecord record, StreamImage session) =>
        Ended(record, session, record.IsTimeToLive || HasExpired(record, session) ? SessionEndReason.Expired : SessionEndReason.Deleted);

    private static SessionEndedEvent Ended(StreamRecord record, StreamImage session, SessionEndReason reason) => new()
    {
        SessionId = record.SessionId,
        UserId = session.Stored.UserId,
        OccurredAt = record.OccurredAt,
        SequenceNumber = record.SequenceNumber,
        EventId = record.EventId,
        Reason = reason,
    };

    private static SessionEndReason ReasonOf(StreamImage tombstone) => tombstone.Reason switch
    {
        TombstoneReason.SignedOut => SessionEndReason.SignedOut,
        TombstoneReason.Revoked => SessionEndReason.Revoked,
        _ => SessionEndReason.Unknown,
    };

    private static SessionEvent? Changed(StreamRecord record, StreamImage before, StreamImage after, bool reportsExpiryChanges)
    {
        var fields = FieldDifference.Of(before.Stored.Fields!, after.Stored.Fields!);
        if (!fields.IsEmpty || before.Stored.UserId != after.Stored.UserId)
        {
            return new SessionChangedEvent
            {
                SessionId = record.SessionId,
                UserId = after.Stored.UserId,
                PreviousUserId = before.Stored.UserId,
                ExpiresAt = after.ExpiresAt,
                OccurredAt = record.OccurredAt,
                SequenceNumber = record.SequenceNumber,
                EventId = record.EventId,
                SetFields = fields.Set,
                RemovedFields = fields.Removed,
            };
        }

        return reportsExpiryChanges && before.ExpiresAt != after.ExpiresAt
            ? new SessionExpiryChangedEvent
            {
                SessionId = record.SessionId,
                UserId = after.Stored.UserId,
                ExpiresAt = after.ExpiresAt,
                OccurredAt = record.OccurredAt,
                SequenceNumber = record.SequenceNumber,
                EventId = record.EventId,
            }
            : null;
    }

    /// <summary>
    /// Returns whether another session took the place of an expired one. Every commit increases the version and keeps the time of creation. A
    /// creation starts at version 1 again, with one token of its own. A touch, a lease and a completed migration change none of these.
    /// </summary>
    private static bool IsReplaced(StreamRecord record, StreamImage before, StreamImage after) =>
        (before.Stored.CreatedAt != after.Stored.CreatedAt || (after.Stored.Version <= before.Stored.Version && !HasAllTokens(after.Stored, before.Stored)))
        && !IsMigratedAgain(record, before, after);

    private static bool HasAllTokens(StoredRecord after, StoredRecord before) => before.CommitTokens!.Keys.All(after.HasToken);

    /// <summary>While the legacy cookie is accepted, a session without a commit is migrated again if its legacy record is newer.</summary>
    private static bool IsMigratedAgain(StreamRecord record, StreamImage before, StreamImage after) =>
        before.Stored.Origin is { LegacyId: { } legacyId } && after.Stored.Origin?.LegacyId == legacyId && !HasExpired(record, before);

    private static bool HasExpired(StreamRecord record, StreamImage session) =>
        record.OccurredAt is { } time && session.Stored.HasExpired(time.ToUnixTimeSeconds());
}
