using Amazon.DynamoDBv2;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes the calls for single items. Each method makes one request to DynamoDB.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="attributes">The names of the record's attributes.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class SessionItems(IAmazonDynamoDB dynamoDb, SessionTableOptions options, RecordAttributes attributes, CallCapacity capacity)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);
    private readonly SessionRequests _requests = new(options);
    private readonly ItemReader _reader = new(attributes);

    public string TableName => options.TableName;

    /// <returns>The record; <see langword="null"/> if there is no item.</returns>
    public async Task<StoredRecord?> GetAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        var request = _requests.Get(id, consistentRead, capacity.Requested);
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnRead(TableOperation.Load, request, response);
            return _reader.Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            capacity.OnRead(TableOperation.Load, request, response: null);
            return StoredRecord.Unreadable;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, TableName, exception);
        }
    }

    /// <param name="operation">The operation, for error messages.</param>
    /// <param name="id">The public id.</param>
    /// <param name="expression">The update.</param>
    /// <param name="explain">Returns the exception for a failure that is specific to the operation; <see langword="null"/> for any other.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="null"/> if the update was applied.</returns>
    public async Task<RefusedUpdate?> UpdateAsync(
        TableOperation operation, string id, UpdateExpression expression, Func<Exception, SessionException?> explain, CancellationToken cancellationToken)
    {
        var request = _requests.Update(id, expression, capacity.Requested);
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.UpdateItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnWritten(operation, CallCapacity.UpdateItem, response.ConsumedCapacity, request.UpdateExpression);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var item))
        {
            capacity.OnRefused(operation, CallCapacity.UpdateItem, item, request.UpdateExpression);
            return new(_reader.Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw explain(exception) ?? DynamoDbErrors.Describe(operation, TableName, exception);
        }
    }

    /// <param name="operation">The operation, for error messages.</param>
    /// <param name="id">The public id.</param>
    /// <param name="expression">The update.</param>
    /// <param name="returnValues">Whether to return the record as it was before an update that is applied, or as it is afterwards.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether the update was applied, and the record.</returns>
    public async Task<(bool IsApplied, StoredRecord? Stored)> UpdateAndGetAsync(
        TableOperation operation, string id, UpdateExpression expression, ReturnValue returnValues, CancellationToken cancellationToken)
    {
        var request = _requests.Update(id, expression, capacity.Requested);
        request.ReturnValues = returnValues;
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.UpdateItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnWritten(operation, CallCapacity.UpdateItem, response.ConsumedCapacity, request.UpdateExpression);
            return (true, _reader.Read(response.Attributes));
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            capacity.OnWritten(operation, CallCapacity.UpdateItem, reported: null, request.UpdateExpression);
            return (false, StoredRecord.Unreadable);
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var item))
        {
            capacity.OnRefused(operation, CallCapacity.UpdateItem, item, request.UpdateExpression);
            return (false, _reader.Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation, TableName, exception);
        }
    }

    public Task<RefusedUpdate?> UpdateAsync(TableOperation operation, string id, UpdateExpression expression, CancellationToken cancellationToken) =>
        UpdateAsync(operation, id, expression, static _ => null, cancellationToken);
}
