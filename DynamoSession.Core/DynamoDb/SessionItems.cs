using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Records;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads and updates single items. Each method makes one request to DynamoDB.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="attributes">The names of the record's attributes.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
/// <param name="wire">Sends requests with the client's settings; <see langword="null"/> to make every call by the client.</param>
internal sealed class SessionItems(
    IAmazonDynamoDB dynamoDb, SessionTableOptions options, RecordAttributes attributes, CallCapacity capacity, DynamoDbWire? wire = null)
{
    private readonly ItemCalls _calls = ItemCalls.Of(new(dynamoDb, options), wire, options);
    private readonly ItemReader _reader = new(attributes);

    public string TableName => options.TableName;

    /// <returns>The record; <see langword="null"/> if there is no item.</returns>
    public async ValueTask<StoredRecord?> GetAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _calls.GetAsync(id, consistentRead, capacity.IsObserved, cancellationToken).ConfigureAwait(false);
            capacity.OnRead(TableOperation.Load, consistentRead, response.Units, response.Item);
            return Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            capacity.OnRead(TableOperation.Load, consistentRead, reported: null, item: null);
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
        try
        {
            var response = await _calls.UpdateAsync(id, expression, returnValues: null, capacity.IsObserved, cancellationToken).ConfigureAwait(false);
            Report(operation, expression, response);
            return response.IsApplied ? null : new(Read(response.Item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw explain(exception) ?? DynamoDbErrors.Describe(operation, TableName, exception);
        }
    }

    public Task<RefusedUpdate?> UpdateAsync(TableOperation operation, string id, UpdateExpression expression, CancellationToken cancellationToken) =>
        UpdateAsync(operation, id, expression, static _ => null, cancellationToken);

    /// <param name="operation">The operation, for error messages.</param>
    /// <param name="id">The public id.</param>
    /// <param name="expression">The update.</param>
    /// <param name="returnValues">Whether to return the record as it was before an update that is applied, or as it is afterwards.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether the update was applied, and the record.</returns>
    public async Task<(bool IsApplied, StoredRecord? Stored)> UpdateAndGetAsync(
        TableOperation operation, string id, UpdateExpression expression, ReturnValue returnValues, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _calls.UpdateAsync(id, expression, returnValues, capacity.IsObserved, cancellationToken).ConfigureAwait(false);
            Report(operation, expression, response);
            return (response.IsApplied, Read(response.Item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            capacity.OnWritten(operation, CallCapacity.UpdateItem, reported: null, expression.Update);
            return (false, StoredRecord.Unreadable);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation, TableName, exception);
        }
    }

    private StoredRecord? Read(IItem? item) => item is null ? null : _reader.ReadExisting(item);

    private void Report(TableOperation operation, UpdateExpression expression, ItemResponse response)
    {
        if (response.IsApplied)
        {
            capacity.OnWritten(operation, CallCapacity.UpdateItem, response.Units, expression.Update);
        }
        else
        {
            capacity.OnRefused(operation, CallCapacity.UpdateItem, response.Item, expression.Update);
        }
    }
}
