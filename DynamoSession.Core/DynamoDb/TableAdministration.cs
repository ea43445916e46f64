using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes the calls for the table itself.</summary>
internal sealed class TableAdministration(IAmazonDynamoDB dynamoDb, SessionTableOptions options)
{
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

    /// <summary>Creates the table, unless it is already being created.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var request = TableShape.Request(options);
        try
        {
            await _calls.RunAsync(() => dynamoDb.CreateTableAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableInUse(exception))
        {
            // It exists, or is being created.
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
