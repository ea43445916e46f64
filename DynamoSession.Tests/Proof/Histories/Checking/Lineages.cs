namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Splits a history into its lineages, which are independent of each other, so that an order is searched for each alone.</summary>
internal static class Lineages
{
    public static IEnumerable<Lineage> Of(History history)
    {
        var lineageOf = history.Ids.ToDictionary(id => id, id => id);
        foreach (var renewal in history.Requests.Where(request => request is { Action: HistoryAction.Renew, Seen: not null, NewId: not null }))
        {
            var (from, to) = (lineageOf[renewal.NewId!], lineageOf[renewal.SentId!]);
            foreach (var id in lineageOf.Keys.Where(id => lineageOf[id] == from).ToArray())
            {
                lineageOf[id] = to;
            }
        }

        foreach (var ids in lineageOf.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            var set = ids.ToHashSet();
            yield return new Lineage(set, [.. history.Requests.Where(request => IsOf(set, request.SentId) || IsOf(set, request.NewId))], history);
        }
    }

    private static bool IsOf(HashSet<string> ids, string? id) => id is not null && ids.Contains(id);
}
