namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Returns the operations of a history, with what each does to an ideal store.</summary>
internal static class Operations
{
    private const long Never = long.MaxValue;
    private const long TombstoneSeconds = 60;

    /// <param name="lineage">The lineage whose operations to return.</param>
    /// <param name="isVisible">Which fields to consider; null for all.</param>
    /// <param name="includesStored">Whether to include what is stored at the end.</param>
    public static IEnumerable<Operation> Of(Lineage lineage, Func<string, bool>? isVisible = null, bool includesStored = true)
    {
        var view = isVisible is null ? (Func<Fields?, Fields?>)(fields => fields) : fields => fields?.Only(isVisible);
        var history = lineage.History;
        foreach (var request in lineage.Requests)
        {
            foreach (var operation in OfRequest(lineage, request, view))
            {
                yield return operation;
            }
        }

        foreach (var jump in history.Jumps)
        {
            yield return new(jump.Start, jump.End, IsCertain: true, _ => Sessions.None, "every session expires");
        }

        foreach (var id in includesStored ? lineage.Ids : Enumerable.Empty<string>())
        {
            var item = history.Items.GetValueOrDefault(id);
            var isLive = item is { IsRecord: true, EndReason: null } && item.Expires > history.EndedAt;
            yield return Observe(Never, Never, id, isLive ? item!.Fields : null, view);
        }
    }

    private static IEnumerable<Operation> OfRequest(Lineage lineage, HistoryRequest request, Func<Fields?, Fields?> view)
    {
        if (!request.Ran)
        {
            yield break;
        }

        var isLoaded = request.SentId is { } sent && lineage.Ids.Contains(sent);
        if (isLoaded)
        {
            yield return Observe(request.Start, request.Loaded, request.SentId!, request.Seen, view);
        }

        if (request.NewId is { } created && lineage.Ids.Contains(created) && !(request.Seen is not null && request.Action == HistoryAction.Renew))
        {
            var fields = Fields.None.With(clears: false, request.Changes);
            yield return Certain(request, sessions => sessions.With(created, fields));
        }

        if (isLoaded && request is { Seen: null, Action: HistoryAction.Destroy })
        {
            // With an id that was renewed. The tombstone leads to the new id for a minute; after that, the id is unknown.
            var renewals = lineage.Requests.Where(other => other is { Action: HistoryAction.Renew, Seen: not null, Status: 200 } && other.SentId == request.SentId).ToArray();
            var isCertain = request.Status == 200 && renewals.Length > 0 && Array.TrueForAll(renewals, renewal => request.LoadedAt < renewal.WorkedAt + TombstoneSeconds);
            Func<Sessions, Sessions?> destroy = sessions => sessions.Destroyed(request.SentId!);
            yield return isCertain ? Certain(request, destroy) : Uncertain(request, destroy);
        }

        if (isLoaded && request.Seen is not null && ChangeOfFound(lineage.History, request, view) is { } change)
        {
            yield return change;
        }
    }

    /// <returns>What a request does to the session that it found; null for nothing.</returns>
    private static Operation? ChangeOfFound(History history, HistoryRequest request, Func<Fields?, Fields?> view)
    {
        var id = request.SentId!;
        switch (request)
        {
            case { Action: HistoryAction.Destroy, Status: 503 }:
                return Uncertain(request, sessions => sessions.Destroyed(id));
            case { Action: HistoryAction.Renew, Status: 503 }:
                // A renewal that was not acknowledged discloses no new id, but may have fenced the previous one.
                return Uncertain(request, sessions => sessions.Without(id));
            case { Action: HistoryAction.Destroy, Status: 200 }:
                return Certain(request, sessions => sessions.Destroyed(id));
            case { Action: HistoryAction.Renew, Status: 200 }:
                // If the previous id was ended meanwhile, the session under the new id has only what this request changed.
                return Certain(request, sessions => sessions[id] is { } fields
                    ? sessions.Renewed(id, request.NewId!, fields.With(request.Clears, request.Changes))
                    : sessions.With(request.NewId!, Fields.None.With(clears: false, request.Changes)));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 200 }:
                return Certain(request, sessions => Write(sessions, request, view));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 503 }:
                return Uncertain(request, sessions => Write(sessions, request, view));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 409 } when history.Jumps.Any(jump => jump.Reaps && jump.Start < request.End):
                // The token was deleted with the item, so the outcome is unknown.
                return Uncertain(request, sessions => Write(sessions, request, view));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 409, MayConflict: false }:
                return Certain(request, sessions => sessions[id] is null ? sessions : null) with { IsObservation = true };
            default:
                return null;
        }
    }

    private static Sessions? Write(Sessions sessions, HistoryRequest request, Func<Fields?, Fields?> view)
    {
        if (sessions[request.SentId!] is not { } fields || (request.IsOptimistic && !view(fields)!.Equals(view(request.Seen))))
        {
            return null;
        }

        return sessions.With(request.SentId!, fields.With(request.Clears, request.Changes));
    }

    private static Operation Observe(long start, long end, string id, Fields? seen, Func<Fields?, Fields?> view)
    {
        var expected = view(seen);
        return new(start, end, IsCertain: true, sessions => Equals(view(sessions[id]), expected) ? sessions : null, $"{id} is {seen}") { IsObservation = true };
    }

    private static Operation Certain(HistoryRequest request, Func<Sessions, Sessions?> apply) =>
        new(request.Worked, request.End, IsCertain: true, apply, $"{request.Action}");

    private static Operation Uncertain(HistoryRequest request, Func<Sessions, Sessions?> apply) =>
        new(request.Worked, Never, IsCertain: false, apply, $"{request.Action}?");
}
