namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Ended sessions stay ended: once the end is acknowledged, nothing is read or written under the id, and no late request gets a new session.</summary>
internal static class EndedSessionRules
{
    private const long TombstoneSeconds = 60;

    public static Violation? Check(History history)
    {
        foreach (var ends in history.Requests.Where(MayEnd).GroupBy(request => request.SentId))
        {
            if (Check(history, [.. ends]) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    /// <summary>Returns whether a request ended the session that it found, or may have.</summary>
    public static bool MayEnd(HistoryRequest request) =>
        request is { Ran: true, Seen: not null, Action: HistoryAction.Destroy or HistoryAction.Renew, Status: not 409 };

    private static Violation? Check(History history, HistoryRequest[] ends)
    {
        if (ends.Where(end => end.Status == 200).MinBy(end => end.End) is not { } acknowledged)
        {
            return null;
        }

        // The first request that may have ended the session wrote the tombstone.
        var tombstoneExpiresAt = ends.Min(end => end.WorkedAt) + TombstoneSeconds;
        var hasTombstone = !history.Jumps.Any(jump => jump.End > acknowledged.Start && jump.Start < acknowledged.End);
        foreach (var late in history.Requests.Where(request => request.SentId == acknowledged.SentId && request.Start > acknowledged.End && request.Ran))
        {
            if (late.Seen is not null)
            {
                return new(ViolationKind.Lifecycle, $"the request at {late.Start} found {late.SentId}, which was ended at {acknowledged.End}");
            }

            if (late is { Status: 200, NewId: not null, Action: not (HistoryAction.Renew or HistoryAction.Destroy) } && hasTombstone && late.LoadedAt < tombstoneExpiresAt)
            {
                return new(ViolationKind.Minted, $"the request at {late.Start} got a session with {late.SentId}, which was ended at {acknowledged.End}");
            }
        }

        return null;
    }
}
