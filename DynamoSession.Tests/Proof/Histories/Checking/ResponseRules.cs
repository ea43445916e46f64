namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which responses a request may get, and with which cookies.</summary>
internal static class ResponseRules
{
    public static Violation? Check(History history) =>
        history.Requests.Select(CheckResponse).FirstOrDefault(violation => violation is not null) ?? CheckIds(history);

    private static Violation? CheckResponse(HistoryRequest request)
    {
        if (request.Failure is not null || request.Status is not (200 or 409 or 503))
        {
            return Bad(request, "got a response that the middleware never sends");
        }

        if (request.Status != 200)
        {
            return request.CookieId is null && !request.CookieExpired ? null : Bad(request, "failed but got a cookie");
        }

        if (request is { Seen: not null, Action: HistoryAction.Read or HistoryAction.Write, NewId: not null })
        {
            return Bad(request, "has a session but was sent another");
        }

        var mustSend = request.Seen is not null
            ? request.Action == HistoryAction.Renew || (request.Action == HistoryAction.Destroy && request.IsWriting)
            : request.IsWriting;
        return mustSend && request.NewId is null ? Bad(request, "stored a session whose cookie was not sent") : null;
    }

    private static Violation? CheckIds(History history)
    {
        var twice = history.Requests.Where(request => request.NewId is not null).GroupBy(request => request.NewId).FirstOrDefault(ids => ids.Count() > 1);
        return twice is null ? null : new Violation(ViolationKind.Shared, $"{twice.Key} was issued to {twice.Count()} requests");
    }

    private static Violation Bad(HistoryRequest request, string what) => new(ViolationKind.Response, $"the request at {request.Start} {what}");
}
