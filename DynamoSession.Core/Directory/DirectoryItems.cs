using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Directory;

/// <summary>Makes the calls that read sessions without their fields, and delete items that have expired. Each method makes one request to DynamoDB.</summary>
internal sealed class DirectoryItems
{
    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly SessionTableOptions _options;
    private readonly CallCapacity _capacity;
    private readonly ClientCalls _calls;
    private readonly SessionRequests _requests;
    private readonly ItemReader _reader;
    private readonly Dictionary<string, string> _names;

    public DirectoryItems(IAmazonDynamoDB dynamoDb, SessionTableOptions options, CallCapacity capacity)
    {
        _dynamoDb = dynamoDb;
        _options = options;
        _capacity = capacity;
        _calls = ClientCalls.Of(dynamoDb);
        _requests = new(options);
        _reader = new(options.Attributes);
        string[] shown =
        [
            options.KeyAttribute, options.ExpiresAttribute, RecordAttributes.AbsoluteExpiry, RecordAttributes.CreatedAt, RecordAttributes.Version,
            RecordAttributes.Format, RecordAttributes.IdleTimeout, RecordAttributes.User, RecordAttributes.Description, RecordAttributes.Persistent,
            RecordAttributes.SizeBound, RecordAttributes.Dead, RecordAttributes.Successor,
        ];
        _names = shown.Index().ToDictionary(attribute => $"#a{attribute.Index}", attribute => attribute.Item, StringComparer.Ordinal);
    }

    private string Projection => string.Join(", ", _names.Keys);

    /// <returns>The record without its fields, as current as a strong read; null if there is no item.</returns>
    public async Task<StoredRecord?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var request = _requests.Get(id, consistentRead: true, _capacity.Requested);
        request.ProjectionExpression = Projection;
        request.ExpressionAttributeNames = _names;
        var response = await CallAsync(TableOperation.Load, () => _dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        _capacity.OnRead(TableOperation.Load, request, response);
        return _reader.Read(response.Item);
    }

    /// <summary>Reads a page of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="start">The key after which to start; null for the beginning.</param>
    /// <param name="limit">The largest number of items to read, whether or not they are of sessions.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible, at twice the cost.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<ScannedPage> ScanAsync(int segment, int segments, string? start, int limit, bool consistentRead, CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = _options.TableName,
            Segment = segment,
            TotalSegments = segments,
            Limit = limit,
            ConsistentRead = consistentRead,
            ExclusiveStartKey = start is null ? null : KeyOf(start),
            ProjectionExpression = Projection,
            ExpressionAttributeNames = _names,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        var response = await CallAsync(TableOperation.Scan, () => _dynamoDb.ScanAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        _capacity.OnReadMany(TableOperation.Scan, CallCapacity.Scan, response.ConsumedCapacity);
        return new(
            [.. (response.Items ?? []).Select(Read).OfType<ScannedItem>()],
            response.LastEvaluatedKey is { Count: > 0 } last ? last[_options.KeyAttribute].S : null,
            response.ConsumedCapacity?.CapacityUnits ?? 0);
    }

    /// <summary>Deletes an item if it has expired long enough ago that no late call can take effect any more.</summary>
    /// <returns>Whether it was deleted, and the consumed write capacity units.</returns>
    public async Task<(bool IsDeleted, double Units)> DeleteExpiredAsync(string id, long now, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = _options.TableName,
            Key = KeyOf(_options.KeyPrefix + id),
            ConditionExpression = "#expires <= :now OR #abs <= :now",
            ExpressionAttributeNames = new() { ["#expires"] = _options.ExpiresAttribute, ["#abs"] = RecordAttributes.AbsoluteExpiry },
            ExpressionAttributeValues = new() { [":now"] = AttributeValueJson.ToAttributeValue(RecordValues.Number(now - RecordLimits.TokenSeconds)) },
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var response = await CallAsync(TableOperation.Reap, () => _dynamoDb.DeleteItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            _capacity.OnWritten(TableOperation.Reap, CallCapacity.DeleteItem, response.ConsumedCapacity?.CapacityUnits);
            return (true, response.ConsumedCapacity?.CapacityUnits ?? 1);
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out _))
        {
            // It has been extended or replaced since it was read, or deleted.
            _capacity.OnRefused(TableOperation.Reap, CallCapacity.DeleteItem, stored: null);
            return (false, 1);
        }
    }

    // An item without a format is not this package's, even if the prefix is empty.
    private ScannedItem? Read(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(_options.KeyAttribute)?.S is { } key
        && key.StartsWith(_options.KeyPrefix, StringComparison.Ordinal)
        && _reader.Read(item) is { Format: not null } stored
            ? new(key[_options.KeyPrefix.Length..], stored)
            : null;

    private Dictionary<string, AttributeValue> KeyOf(string key) => new(StringComparer.Ordinal) { [_options.KeyAttribute] = new AttributeValue { S = key } };

    private async Task<T> CallAsync<T>(TableOperation operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken) && !DynamoDbErrors.IsConditionFailed(exception, out _))
        {
            throw DynamoDbErrors.Describe(operation, _options.TableName, exception);
        }
    }
}
