namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>What is stored in the end is a whole session or a bare tombstone that ends in time.</summary>
internal static class ItemRules
{
    private const long TombstoneSeconds = 60;

    public static Violation? Check(History history)
    {
        foreach (var (id, item) in history.Items)
        {
            var ends = history.Requests.Where(request => request.SentId == id && DeathRules.MayEnd(request)).ToArray();
            if (item.Dead is null && item.IsRecord)
            {
                if (item.Tokens > HistoryApp.MostTokens)
                {
                    return new(ViolationKind.Cost, $"{id} has {item.Tokens} commit tokens");
                }

                // Or it expired in time, and then a renewal has nothing to end.
                if (item.Expires > history.EndedAt && ends.Any(end => end.Status == 200))
                {
                    return new(ViolationKind.Death, $"{id} was ended and is stored as a session");
                }

                continue;
            }

            if (item.Dead is null || item.Fields is not null)
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

    /// <summary>The ids that renewals have led from to this one: a sign-out by one of them ends the session under this one.</summary>
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
