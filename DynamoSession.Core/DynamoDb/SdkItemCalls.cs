using Amazon.DynamoDBv2;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes calls for single items by the SDK. Its exceptions get out, but for that of a condition that is not met.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
internal sealed class SdkItemCalls(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);
    private readonly SessionRequests _requests = new(options);

    /// <inheritdoc cref="ItemCalls.GetAsync"/>
    public async Task<ItemResponse> GetAsync(string id, bool consistentRead, bool wantsUnits, CancellationToken cancellationToken)
    {
        var request = _requests.Get(id, consistentRead, Capacity(wantsUnits));
        var response = await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new(IsApplied: true, SdkItem.Of(response.Item), response.ConsumedCapacity?.CapacityUnits);
    }

    /// <inheritdoc cref="ItemCalls.UpdateAsync"/>
    public async Task<ItemResponse> UpdateAsync(
        string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits, CancellationToken cancellationToken)
    {
        var request = _requests.Update(id, expression, Capacity(wantsUnits));
        request.ReturnValues = returnValues;
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.UpdateItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new(IsApplied: true, SdkItem.Of(response.Attributes), response.ConsumedCapacity?.CapacityUnits);
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var item))
        {
            return new(IsApplied: false, SdkItem.Of(item), Units: null);
        }
    }

    private static ReturnConsumedCapacity? Capacity(bool isWanted) => isWanted ? ReturnConsumedCapacity.TOTAL : null;
}
