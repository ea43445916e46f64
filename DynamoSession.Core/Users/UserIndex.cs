using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Looks up the sessions of a user in the table's index, which lags behind the table, and lists expired sessions until they are deleted.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserIndex(IAmazonDynamoDB dynamoDb, SessionTableOptions options, CallCapacity capacity)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);

    /// <summary>Returns the public ids of the user's sessions, page by page, the last created first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> QueryAsync(string userId, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            var response = await QueryPageAsync(userId, pageSize, start, cancellationToken).ConfigureAwait(false);
            yield return
            [
                .. (response.Items ?? [])
                    .Select(item => item.GetValueOrDefault(options.KeyAttribute)?.S)
                    .Where(key => key?.StartsWith(options.KeyPrefix, StringComparison.Ordinal) == true)
                    .Select(key => key![options.KeyPrefix.Length..]),
            ];
            start = response.LastEvaluatedKey is { Count: > 0 } last ? last : null;
        }
        while (start is not null);
    }

    private async Task<QueryResponse> QueryPageAsync(
        string userId, int pageSize, Dictionary<string, AttributeValue>? start, CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = options.TableName,
            IndexName = RecordAttributes.UserIndex,
            KeyConditionExpression = "#uid = :uid",
            ExpressionAttributeNames = new() { ["#uid"] = RecordAttributes.User },
            ExpressionAttributeValues = new() { [":uid"] = AttributeValueJson.ToAttributeValue(RecordValues.Text(userId)) },
            ScanIndexForward = false,
            Limit = pageSize,
            ExclusiveStartKey = start,
            ReturnConsumedCapacity = capacity.Requested,
        };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.QueryAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnReadMany(TableOperation.QueryUser, CallCapacity.Query, response.ConsumedCapacity);
            return response;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.QueryUser, options.TableName, exception);
        }
    }
}
