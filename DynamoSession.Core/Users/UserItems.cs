using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Makes the calls for the items of users. Each method makes one request to DynamoDB.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserItems(IAmazonDynamoDB dynamoDb, SessionTableOptions options, CallCapacity capacity)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);
    private readonly SessionRequests _requests = new(options);

    public async Task<UserRecord> GetAsync(string userId, CancellationToken cancellationToken)
    {
        var request = _requests.Get(UserKey.Of(userId), consistentRead: true, capacity.Requested);
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnRead(TableOperation.LoadUser, request, response);
            return Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.LoadUser, options.TableName, exception);
        }
    }

    /// <returns>Whether the update was applied, and what is stored of the user now.</returns>
    public async Task<(bool IsApplied, UserRecord User)> UpdateAsync(
        TableOperation operation, string userId, UpdateExpression expression, CancellationToken cancellationToken)
    {
        var request = _requests.Update(UserKey.Of(userId), expression, capacity.Requested);
        request.ReturnValues = ReturnValue.ALL_NEW;
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.UpdateItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnWritten(operation, CallCapacity.UpdateItem, response.ConsumedCapacity?.CapacityUnits, request.UpdateExpression);
            return (true, Read(response.Attributes));
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var item))
        {
            capacity.OnRefused(operation, CallCapacity.UpdateItem, SdkItem.Of(item), request.UpdateExpression);
            return (false, Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation, options.TableName, exception);
        }
    }

    private static UserRecord Read(Dictionary<string, AttributeValue>? item) => item is null or { Count: 0 } ? UserRecord.None : new(
        long.TryParse(item.GetValueOrDefault(RecordAttributes.RevokedAt)?.N, NumberStyles.Integer, CultureInfo.InvariantCulture, out var revokedAt) ? revokedAt : null,
        item.GetValueOrDefault(RecordAttributes.Spared)?.SS ?? [],
        [.. (item.GetValueOrDefault(RecordAttributes.Registrations)?.SS ?? []).Select(UserRegistration.Parse).OfType<UserRegistration>()]);
}
