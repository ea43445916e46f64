using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes the calls for the table itself.</summary>
internal sealed class TableAdministration(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
    /// <summary>
    /// An id that no session has: their ids have 43 characters. Its key is not that of a user either, and has the prefix to which a role may be limited.
    /// </summary>
    public const string AbsentId = "dynamosession-check";

    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);

    /// <returns>The table; <see langword="null"/> if it does not exist.</returns>
    public async Task<TableDescription?> FindAsync(CancellationToken cancellationToken)
    {
        var request = new DescribeTableRequest { TableName = options.TableName };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.DescribeTableAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return response.Table;
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.DescribeTable, options.TableName, exception);
        }
    }

    /// <summary>Reads an item that does not exist.</summary>
    /// <returns><see langword="false"/> if the table does not exist or cannot be used yet.</returns>
    /// <exception cref="SessionStoreException">The role may not read items, the table has a different key, or DynamoDB failed.</exception>
    public async Task<bool> CanReadAsync(CancellationToken cancellationToken)
    {
        var request = new SessionRequests(options).Get(AbsentId, consistentRead: false, capacity: null);
        try
        {
            await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableMissing(exception))
        {
            return false;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, options.TableName, exception);
        }
    }

    /// <summary>Creates the table.</summary>
    /// <returns><see langword="false"/> if it exists, or is already being created.</returns>
    public async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        var request = TableShape.Request(options);
        try
        {
            await _calls.RunAsync(() => dynamoDb.CreateTableAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableInUse(exception))
        {
            return false;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.CreateTable, options.TableName, exception);
        }
    }

    public async Task<TimeToLiveDescription?> FindTimeToLiveAsync(CancellationToken cancellationToken)
    {
        var request = new DescribeTimeToLiveRequest { TableName = options.TableName };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.DescribeTimeToLiveAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return response.TimeToLiveDescription;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.DescribeTimeToLive, options.TableName, exception);
        }
    }

    /// <returns><see langword="false"/> if TTL has already been enabled or is being changed.</returns>
    public async Task<bool> TryEnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateTimeToLiveRequest
        {
            TableName = options.TableName,
            TimeToLiveSpecification = new() { AttributeName = options.ExpiresAttribute, Enabled = true },
        };
        try
        {
            await _calls.RunAsync(() => dynamoDb.UpdateTimeToLiveAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableInUse(exception) || DynamoDbErrors.IsTimeToLiveChangePending(exception))
        {
            return false;
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.UpdateTimeToLive, options.TableName, exception);
        }
    }
}
