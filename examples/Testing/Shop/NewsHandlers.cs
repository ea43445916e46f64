using DynamoSession.AspNetCore;

namespace Shop;

public static class NewsHandlers
{
    // For the customer, if one is signed in and the session is available.
    public static string Show(IDynamoSession session) =>
        session.UserId is { } customer ? $"News for {customer}." : "News for everybody.";
}
