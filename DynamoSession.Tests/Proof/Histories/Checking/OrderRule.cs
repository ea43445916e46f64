namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>
/// All that was seen can be explained by an ideal store that works on one request at a time: the sessions as a whole are
/// linearizable, and so is each field.
/// </summary>
internal static class OrderRule
{
    public static Violation? Check(History history)
    {
        foreach (var family in Families.Of(history))
        {
            if (CheckLine(family) is { } shared)
            {
                return shared;
            }

            switch (OrderSearch.Exists(Operations.Of(family)))
            {
                case null:
                    return new(ViolationKind.Undecided, $"too many orders of {string.Join(", ", family.Ids)}");
                case false:
                    return Explain(family);
            }
        }

        return null;
    }

    private static Violation? CheckLine(Family family)
    {
        var own = family.Requests.SelectMany(request => request.Changes).Where(change => change.Name == HistoryEndpoint.Line).Select(change => change.Value).ToHashSet();
        var foreign = family.Requests.FirstOrDefault(request => family.Ids.Contains(request.SentId ?? "") && request.Seen?[HistoryEndpoint.Line] is { } line && !own.Contains(line));
        return foreign is null ? null : new Violation(ViolationKind.Shared, $"the request at {foreign.Start} found another line's session under {foreign.SentId}");
    }

    /// <summary>Looks at less and less, to say what is wrong.</summary>
    private static Violation Explain(Family family)
    {
        var ids = string.Join(", ", family.Ids);
        if (OrderSearch.Exists(Operations.Of(family, isSeen: _ => false)) == false)
        {
            return new(ViolationKind.Death, $"no order explains when {ids} lived");
        }

        if (OrderSearch.Exists(Operations.Of(family, isFinalSeen: false)) == true)
        {
            return new(ViolationKind.Durability, $"no order explains what is stored under {ids}");
        }

        var names = family.Requests.SelectMany(request => request.Changes.Select(change => change.Name).Concat(request.Seen?.Names ?? [])).Distinct();
        var field = names.FirstOrDefault(field => OrderSearch.Exists(Operations.Of(family, name => name == field)) == false);
        return field is null
            ? new(ViolationKind.Torn, $"no order explains all fields of {ids} together")
            : new(ViolationKind.Field, $"no order explains {field} of {ids}");
    }
}
