namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which answers a request may get, and which cookies with them.</summary>
internal static class AnswerRules
{
    public static Violation? Check(History history) =>
        history.Requests.Select(CheckAnswer).FirstOrDefault(violation => violation is not null) ?? CheckIds(history);

    private static Violation? CheckAnswer(HistoryRequest request)
    {
        if (request.Failure is not null || request.Status is not (200 or 409 or 503))
        {
            return Bad(request, "is no answer of ours");
        }

        if (request.Status != 200)
        {
            return request.CookieId is null && !request.CookieExpired ? null : Bad(request, "failed and sent a cookie");
        }

        if (request is { Seen: not null, Action: HistoryAction.Read or HistoryAction.Write, NewId: not null })
        {
            return Bad(request, "has a session and was sent another");
        }

        var mustSend = request.Seen is not null
            ? request.Action == HistoryAction.Renew || (request.Action == HistoryAction.Destroy && request.IsWriting)
            : request.IsWriting;
        return mustSend && request.NewId is null ? Bad(request, "has stored a session whose cookie was not sent") : null;
    }

    private static Violation? CheckIds(History history)
    {
        var twice = history.Requests.Where(request => request.NewId is not null).GroupBy(request => request.NewId).FirstOrDefault(ids => ids.Count() > 1);
        return twice is null ? null : new Violation(ViolationKind.Shared, $"{twice.Key} was given to {twice.Count()} requests");
    }

    private static Violation Bad(HistoryRequest request, string what) => new(ViolationKind.Answer, $"the request at {request.Start} {what}");
}
