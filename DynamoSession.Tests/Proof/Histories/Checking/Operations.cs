namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Says of what operations a history consists, and what each does to an ideal store.</summary>
internal static class Operations
{
    private const long Never = long.MaxValue;
    private const long TombstoneSeconds = 60;

    /// <param name="family">Whose history.</param>
    /// <param name="isSeen">Which fields are looked at; null for all.</param>
    /// <param name="isFinalSeen">Whether to look at what is stored in the end.</param>
    public static IEnumerable<Operation> Of(Family family, Func<string, bool>? isSeen = null, bool isFinalSeen = true)
    {
        var see = isSeen is null ? (Func<Fields?, Fields?>)(fields => fields) : fields => fields?.Only(isSeen);
        var history = family.History;
        foreach (var request in family.Requests)
        {
            foreach (var operation in OfRequest(family, request, see))
            {
                yield return operation;
            }
        }

        foreach (var jump in history.Jumps)
        {
            yield return new(jump.Start, jump.End, IsCertain: true, _ => Sessions.None, "every session expires");
        }

        foreach (var id in isFinalSeen ? family.Ids : Enumerable.Empty<string>())
        {
            var item = history.Items.GetValueOrDefault(id);
            var isLive = item is { IsRecord: true, Dead: null } && item.Expires > history.EndedAt;
            yield return Look(Never, Never, id, isLive ? item!.Fields : null, see);
        }
    }

    private static IEnumerable<Operation> OfRequest(Family family, HistoryRequest request, Func<Fields?, Fields?> see)
    {
        if (!request.Ran)
        {
            yield break;
        }

        var isLoaded = request.SentId is { } sent && family.Ids.Contains(sent);
        if (isLoaded)
        {
            yield return Look(request.Start, request.Loaded, request.SentId!, request.Seen, see);
        }

        if (request.NewId is { } begun && family.Ids.Contains(begun) && !(request.Seen is not null && request.Action == HistoryAction.Renew))
        {
            var fields = Fields.None.With(clears: false, request.Changes);
            yield return Certain(request, sessions => sessions.With(begun, fields));
        }

        if (isLoaded && request is { Seen: null, Action: HistoryAction.Destroy })
        {
            // With an id that was renewed. For a minute of the clock that is known; afterwards the id leads nowhere.
            var renewals = family.Requests.Where(other => other is { Action: HistoryAction.Renew, Seen: not null, Status: 200 } && other.SentId == request.SentId).ToArray();
            var isCertain = request.Status == 200 && renewals.Length > 0 && Array.TrueForAll(renewals, renewal => request.LoadedAt < renewal.WorkedAt + TombstoneSeconds);
            Func<Sessions, Sessions?> destroy = sessions => sessions.Destroyed(request.SentId!);
            yield return isCertain ? Certain(request, destroy) : Doubtful(request, destroy);
        }

        if (isLoaded && request.Seen is not null && OnFound(family.History, request, see) is { } change)
        {
            yield return change;
        }
    }

    /// <returns>What a request does to the session that it found; null for nothing.</returns>
    private static Operation? OnFound(History history, HistoryRequest request, Func<Fields?, Fields?> see)
    {
        var id = request.SentId!;
        switch (request)
        {
            case { Action: HistoryAction.Destroy, Status: 503 }:
                return Doubtful(request, sessions => sessions.Destroyed(id));
            case { Action: HistoryAction.Renew, Status: 503 }:
                // A renewal that was not acknowledged leads nowhere, but may have ended the old id.
                return Doubtful(request, sessions => sessions.Without(id));
            case { Action: HistoryAction.Destroy, Status: 200 }:
                return Certain(request, sessions => sessions.Destroyed(id));
            case { Action: HistoryAction.Renew, Status: 200 }:
                // Should the old id have been ended meanwhile, the new one has what this request changed, and no more.
                return Certain(request, sessions => sessions[id] is { } fields
                    ? sessions.Renewed(id, request.NewId!, fields.With(request.Clears, request.Changes))
                    : sessions.With(request.NewId!, Fields.None.With(clears: false, request.Changes)));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 200 }:
                return Certain(request, sessions => Write(sessions, request, see));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 503 }:
                return Doubtful(request, sessions => Write(sessions, request, see));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 409 } when history.Jumps.Any(jump => jump.Reaps && jump.Start < request.End):
                // Deleted with the token, so that nobody can tell any more.
                return Doubtful(request, sessions => Write(sessions, request, see));
            case { Action: HistoryAction.Write, IsWriting: true, Status: 409, MayConflict: false }:
                return Certain(request, sessions => sessions[id] is null ? sessions : null) with { IsObservation = true };
            default:
                return null;
        }
    }

    private static Sessions? Write(Sessions sessions, HistoryRequest request, Func<Fields?, Fields?> see)
    {
        if (sessions[request.SentId!] is not { } fields || (request.IsOptimistic && !see(fields)!.Equals(see(request.Seen))))
        {
            return null;
        }

        return sessions.With(request.SentId!, fields.With(request.Clears, request.Changes));
    }

    private static Operation Look(long start, long end, string id, Fields? seen, Func<Fields?, Fields?> see)
    {
        var expected = see(seen);
        return new(start, end, IsCertain: true, sessions => Equals(see(sessions[id]), expected) ? sessions : null, $"{id} is {seen}") { IsObservation = true };
    }

    private static Operation Certain(HistoryRequest request, Func<Sessions, Sessions?> apply) =>
        new(request.Worked, request.End, IsCertain: true, apply, $"{request.Action}");

    private static Operation Doubtful(HistoryRequest request, Func<Sessions, Sessions?> apply) =>
        new(request.Worked, Never, IsCertain: false, apply, $"{request.Action}?");
}
