using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes the calls: one of these is one request to DynamoDB.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">Where the items are.</param>
/// <param name="attributes">What the attributes are called.</param>
/// <param name="onWritten">Learns the write units of each update.</param>
internal sealed class SessionItems(IAmazonDynamoDB dynamoDb, SessionTableOptions options, RecordAttributes attributes, Action<double>? onWritten = null)
{
    private readonly SessionRequests _requests = new(options);
    private readonly ItemReader _reader = new(attributes);

    public string TableName => options.TableName;

    /// <returns>The record; <see langword="null"/> when there is no item.</returns>
    public async Task<StoredRecord?> GetAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        var request = _requests.Get(id, consistentRead);
        try
        {
            var response = await dynamoDb.GetItemAsync(request, cancellationToken).ConfigureAwait(false);
            return _reader.Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, TableName, exception);
        }
    }

    /// <param name="operation">What the update is for.</param>
    /// <param name="id">The public id.</param>
    /// <param name="expression">The update.</param>
    /// <param name="explain">Names the failures that are the operation's own; <see langword="null"/> from it for all others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> when the update was applied.</returns>
    public async Task<RefusedUpdate?> UpdateAsync(
        TableOperation operation, string id, UpdateExpression expression, Func<Exception, SessionException?> explain, CancellationToken cancellationToken)
    {
        var request = _requests.Update(id, expression);
        try
        {
            var response = await dynamoDb.UpdateItemAsync(request, cancellationToken).ConfigureAwait(false);
            onWritten?.Invoke(response.ConsumedCapacity?.CapacityUnits ?? 1);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsRefused(exception, out var item))
        {
            // It is billed as well, but does not say how much.
            onWritten?.Invoke(1);
            return new(_reader.Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw explain(exception) ?? DynamoDbErrors.Describe(operation, TableName, exception);
        }
    }

    /// <returns>Whether the update was applied, and the record: as the update left it, or as it refused it.</returns>
    public async Task<(bool IsApplied, StoredRecord? Stored)> UpdateAndGetAsync(
        TableOperation operation, string id, UpdateExpression expression, CancellationToken cancellationToken)
    {
        var request = _requests.Update(id, expression);
        request.ReturnValues = ReturnValue.ALL_NEW;
        try
        {
            var response = await dynamoDb.UpdateItemAsync(request, cancellationToken).ConfigureAwait(false);
            return (true, _reader.Read(response.Attributes));
        }
        catch (Exception exception) when (DynamoDbErrors.IsRefused(exception, out var item))
        {
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
