namespace Storefront;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "Sessions are kept in this process's memory. Set DynamoSession:Table:TableName to keep them in DynamoDB.")]
    public static partial void SessionsInMemory(this ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Sessions are kept in the DynamoDB table '{TableName}'.")]
    public static partial void SessionsInDynamoDb(this ILogger logger, string tableName);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Order {Number} was placed: {Items} items.")]
    public static partial void OrderPlaced(this ILogger logger, string number, int items);
}
