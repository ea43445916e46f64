namespace Shop;

public static class NewsHandlers
{
    // For a customer, if there is one, and if the session can be had at all.
    public static string Show(HttpContext context) =>
        context.GetDynamoSession().UserId is { } customer ? $"News for {customer}." : "News for everybody.";
}
