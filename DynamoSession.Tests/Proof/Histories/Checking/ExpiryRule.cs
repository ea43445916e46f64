namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>
/// A session lives at least as long as a response has promised: a cookie, new or sent again, promises a whole idle timeout from then on.
/// No concurrent touch or commit takes that back.
/// A promise that has expired cannot be broken, whatever is stored: a creation that is delivered again, after the time to live has
/// deleted its item, leaves an item that has long expired.
/// </summary>
internal static class ExpiryRule
{
    public static Violation? Check(History history)
    {
        var promises = history.Requests
            .Where(request => request is { Status: 200, CookieId: not null })
            .Select(request => (Id: request.CookieId!, Request: request, Expires: request.WorkedAt + HistoryApp.IdleSeconds));
        foreach (var promise in promises)
        {
            foreach (var (moment, seenAt, expires) in Observations(history, promise.Id))
            {
                if (moment > promise.Request.End && seenAt < promise.Expires && expires < promise.Expires)
                {
                    return new(ViolationKind.Shortened, $"{promise.Id} was promised to live until {promise.Expires} (at {promise.Request.End}) but expires at {expires} (at {moment})");
                }
            }
        }

        return null;
    }

    private static IEnumerable<(long Moment, long SeenAt, long Expires)> Observations(History history, string id)
    {
        foreach (var request in history.Requests.Where(request => request.SentId == id && request.SeenExpires is not null))
        {
            yield return (request.Start, request.LoadedAt, request.SeenExpires!.Value);
        }

        if (history.Items.TryGetValue(id, out var item) && item is { EndReason: null, Expires: { } expires })
        {
            yield return (long.MaxValue, history.EndedAt, expires);
        }
    }
}
