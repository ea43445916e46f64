namespace Shop;

public static class NewsHandlers
{
    // For the customer, if one is signed in and the session is available.
    public static string Show(HttpContext context) =>
        context.GetDynamoSession().UserId is { } customer ? $"News for {customer}." : "News for everybody.";
}
