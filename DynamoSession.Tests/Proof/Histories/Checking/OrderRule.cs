namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>
/// Everything that was read can be explained by an ideal store that handles one request at a time: the sessions as a whole are
/// linearizable, and so is each field.
/// </summary>
internal static class OrderRule
{
    public static Violation? Check(History history)
    {
        foreach (var lineage in Lineages.Of(history))
        {
            if (CheckLineage(lineage) is { } shared)
            {
                return shared;
            }

            switch (OrderSearch.Exists(Operations.Of(lineage)))
            {
                case null:
                    return new(ViolationKind.Undecided, $"too many possible orders of {string.Join(", ", lineage.Ids)}");
                case false:
                    return Explain(lineage);
            }
        }

        return null;
    }

    private static Violation? CheckLineage(Lineage lineage)
    {
        var own = lineage.Requests.SelectMany(request => request.Changes).Where(change => change.Name == HistoryEndpoint.LineageField).Select(change => change.Value).ToHashSet();
        var foreign = lineage.Requests.FirstOrDefault(request => lineage.Ids.Contains(request.SentId ?? "") && request.Seen?[HistoryEndpoint.LineageField] is { } name && !own.Contains(name));
        return foreign is null ? null : new Violation(ViolationKind.Shared, $"the request at {foreign.Start} found the session of another lineage under {foreign.SentId}");
    }

    /// <summary>Narrows the violation down, by considering less and less.</summary>
    private static Violation Explain(Lineage lineage)
    {
        var ids = string.Join(", ", lineage.Ids);
        if (OrderSearch.Exists(Operations.Of(lineage, isVisible: _ => false)) == false)
        {
            return new(ViolationKind.Lifecycle, $"no order explains when {ids} were live");
        }

        if (OrderSearch.Exists(Operations.Of(lineage, includesStored: false)) == true)
        {
            return new(ViolationKind.Durability, $"no order explains what is stored under {ids}");
        }

        var names = lineage.Requests.SelectMany(request => request.Changes.Select(change => change.Name).Concat(request.Seen?.Names ?? [])).Distinct();
        var field = names.FirstOrDefault(field => OrderSearch.Exists(Operations.Of(lineage, name => name == field)) == false);
        return field is null
            ? new(ViolationKind.Torn, $"no order explains all fields of {ids} together")
            : new(ViolationKind.Field, $"no order explains {field} of {ids}");
    }
}
