using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Events;

namespace OnlineCounter;

/// <summary>
/// What the latest event of each session id said, in a table with one item for each id. An event that comes again or late is older than what
/// the item says, so that it changes nothing: the counts are right in whatever order events arrive, and however often.
/// </summary>
internal sealed class OnlineSessions(IAmazonDynamoDB dynamoDb, string tableName, TimeProvider clock)
{
    private const string SessionId = "id";
    private const string Order = "order";
    private const string User = "user";
    private const string LiveUntil = "until";
    private const string DeleteAt = "ttl";

    // A stream keeps its records for 24 hours. After that, no event can come late, and the item is not needed to notice it.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    /// <summary>Stores the state after an event, unless a later event of the same session id is stored already.</summary>
    public async Task ApplyAsync(SessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        var order = sessionEvent.OrderKey ?? throw new InvalidOperationException("The record has no sequence number, so its place among others isn't known.");
        var now = clock.GetUtcNow();
        var lastUse = sessionEvent.ExpiresAt > now ? sessionEvent.ExpiresAt.Value : now;
        var item = new Dictionary<string, AttributeValue>
        {
            [SessionId] = new() { S = sessionEvent.SessionId },
            [Order] = new() { S = order },
            [DeleteAt] = Seconds(lastUse + KeptFor),
        };
        if (sessionEvent is { IsLive: true, ExpiresAt: { } expiresAt })
        {
            item[LiveUntil] = Seconds(expiresAt);
            if (sessionEvent.UserId is { } userId)
            {
                item[User] = new() { S = userId };
            }
        }

        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = tableName,
                    Item = item,
                    ConditionExpression = "attribute_not_exists(#order) OR #order < :order",
                    ExpressionAttributeNames = new() { ["#order"] = Order },
                    ExpressionAttributeValues = new() { [":order"] = new() { S = order } },
                },
                cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // The event has come again, or after a later one.
        }
    }

    /// <summary>Counts by reading the whole table, which is good enough for a page that an operator looks at.</summary>
    public async Task<OnlineCount> CountAsync(CancellationToken cancellationToken)
    {
        var sessions = 0;
        var users = new HashSet<string>(StringComparer.Ordinal);
        var scan = new ScanRequest
        {
            TableName = tableName,
            ConsistentRead = true,
            FilterExpression = "#until > :now",
            ProjectionExpression = "#user",
            ExpressionAttributeNames = new() { ["#until"] = LiveUntil, ["#user"] = User },
            ExpressionAttributeValues = new() { [":now"] = Seconds(clock.GetUtcNow()) },
        };
        await foreach (var page in dynamoDb.Paginators.Scan(scan).Responses.WithCancellation(cancellationToken))
        {
            sessions += page.Count ?? 0;
            users.UnionWith((page.Items ?? []).Where(item => item.ContainsKey(User)).Select(item => item[User].S));
        }

        return new OnlineCount(sessions, users.Count);
    }

    /// <summary>Creates the table for development. It has time to live, like the table of sessions.</summary>
    public async Task CreateTableIfNotExistsAsync()
    {
        try
        {
            await dynamoDb.CreateTableAsync(new CreateTableRequest
            {
                TableName = tableName,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new(SessionId, ScalarAttributeType.S)],
                KeySchema = [new(SessionId, KeyType.HASH)],
            });
        }
        catch (ResourceInUseException)
        {
            return;
        }

        while ((await dynamoDb.DescribeTableAsync(tableName)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), clock);
        }

        await dynamoDb.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
        {
            TableName = tableName,
            TimeToLiveSpecification = new() { AttributeName = DeleteAt, Enabled = true },
        });
    }

    private static AttributeValue Seconds(DateTimeOffset time) => new() { N = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
}
