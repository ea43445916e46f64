using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Proof;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>
/// The DynamoDB that tests of category <see cref="Category"/> talk to: the one at DYNAMODB_ENDPOINT, else a DynamoDB Local that is
/// fetched, started with the first such test and stopped with the run.
/// </summary>
internal static class TestEngine
{
    public const string Category = "Engine";

    private static readonly Lazy<Task<EngineProcess>> Started = new(() => EngineProcess.StartAsync(isBrief: ProofRun.IsSmall));
    private static readonly Lazy<Task<IAmazonDynamoDB>> Client = new(ConnectAsync);

    /// <summary>One client for all; a test that cannot have it is skipped with the remedy, in CI it fails.</summary>
    public static async Task<IAmazonDynamoDB> ClientAsync()
    {
        try
        {
            return await Client.Value;
        }
        catch (EngineUnavailableException exception)
        {
            throw Requirement.Missing(exception.Message, exception);
        }
    }

    /// <summary>Creates a table for one fixture, without time to live: the engine would delete by the real clock.</summary>
    /// <param name="keyAttribute">The name of the key.</param>
    /// <returns>The table's name.</returns>
    public static async Task<string> CreateTableAsync(string keyAttribute = "id")
    {
        var name = NewTableName();
        await CreateTableAsync(await ClientAsync(), name, keyAttribute);
        return name;
    }

    public static Task CreateTableAsync(IAmazonDynamoDB client, string name, string keyAttribute = "id") => CreateTableAsync(client, new CreateTableRequest
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions = [new(keyAttribute, ScalarAttributeType.S)],
        KeySchema = [new(keyAttribute, KeyType.HASH)],
    });

    private static async Task CreateTableAsync(IAmazonDynamoDB client, CreateTableRequest table)
    {
        await client.CreateTableAsync(table);
        while ((await client.DescribeTableAsync(table.TableName)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Creates a table with the index by user, as in production but without time to live: the engine deletes nothing by itself.</summary>
    public static async Task<string> CreateSessionTableAsync()
    {
        var name = NewTableName();
        await CreateTableAsync(await ClientAsync(), TableShape.Request(new SessionTableOptions { TableName = name }));
        return name;
    }

    public static string NewTableName() => $"sessions-{Guid.NewGuid():N}";

    public static void Stop()
    {
        if (Client is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            Client.Value.Result.Dispose();
        }

        if (Started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            Started.Value.Result.Dispose();
        }
    }

    private static async Task<IAmazonDynamoDB> ConnectAsync()
    {
        var address = Environment.GetEnvironmentVariable("DYNAMODB_ENDPOINT");
        var endpoint = string.IsNullOrEmpty(address) ? (await Started.Value).Endpoint : new Uri(address);
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            Timeout = TimeSpan.FromSeconds(30),
        };

        // In memory, DynamoDB Local keeps the tables of every pair of access key and region apart: all tests use this one.
        return new AmazonDynamoDBClient(new BasicAWSCredentials("DynamoSessionTests", "none"), config);
    }
}
