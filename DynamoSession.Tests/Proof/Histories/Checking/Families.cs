namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Takes a history apart into what has nothing to do with each other, so that each order is looked for by itself.</summary>
internal static class Families
{
    public static IEnumerable<Family> Of(History history)
    {
        var familyOf = history.Ids.ToDictionary(id => id, id => id);
        foreach (var renewal in history.Requests.Where(request => request is { Action: HistoryAction.Renew, Seen: not null, NewId: not null }))
        {
            var (from, to) = (familyOf[renewal.NewId!], familyOf[renewal.SentId!]);
            foreach (var id in familyOf.Keys.Where(id => familyOf[id] == from).ToArray())
            {
                familyOf[id] = to;
            }
        }

        foreach (var ids in familyOf.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            var set = ids.ToHashSet();
            yield return new Family(set, [.. history.Requests.Where(request => IsOf(set, request.SentId) || IsOf(set, request.NewId))], history);
        }
    }

    private static bool IsOf(HashSet<string> ids, string? id) => id is not null && ids.Contains(id);
}
