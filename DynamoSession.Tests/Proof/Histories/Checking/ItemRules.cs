namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Every item stored at the end is a complete session, or a tombstone that holds no data and expires in time.</summary>
internal static class ItemRules
{
    private const long TombstoneSeconds = 60;

    public static Violation? Check(History history)
    {
        foreach (var (id, item) in history.Items)
        {
            var ends = history.Requests.Where(request => request.SentId == id && EndedSessionRules.MayEnd(request)).ToArray();
            if (item.EndReason is null && item.IsRecord)
            {
                if (item.Tokens > HistoryApp.MaxTokens)
                {
                    return new(ViolationKind.TooManyTokens, $"{id} has {item.Tokens} commit tokens");
                }

                // An expired record may remain: a renewal has nothing to fence there.
                if (item.Expires > history.EndedAt && ends.Any(end => end.Status == 200))
                {
                    return new(ViolationKind.Lifecycle, $"{id} was ended but is stored as a session");
                }

                continue;
            }

            if (item.EndReason is null || item.Fields is not null)
            {
                return new(ViolationKind.Zombie, $"{id} is stored as {item}");
            }

            var earlierIds = EarlierIdsOf(history, id);
            var signOuts = history.Requests.Where(request => request is { Ran: true, Action: HistoryAction.Destroy, Status: not 409, SentId: { } sent } && earlierIds.Contains(sent));
            if (item.Expires > ends.Concat(signOuts).Select(end => end.EndedAt).DefaultIfEmpty(long.MinValue).Max() + TombstoneSeconds)
            {
                return new(ViolationKind.Zombie, $"the tombstone of {id} was extended until {item.Expires}");
            }
        }

        return null;
    }

    /// <summary>Returns the ids from which renewals led to this one: a sign-out with one of them ends the session under this one.</summary>
    private static HashSet<string> EarlierIdsOf(History history, string id)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var next = new Queue<string>([id]); next.TryDequeue(out var current);)
        {
            foreach (var renewal in history.Requests.Where(request => request is { Action: HistoryAction.Renew, Seen: not null, SentId: not null } && request.NewId == current && ids.Add(request.SentId)))
            {
                next.Enqueue(renewal.SentId!);
            }
        }

        return ids;
    }
}
