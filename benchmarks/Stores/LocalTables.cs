using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoSession.Benchmarks.Stores;

/// <summary>Tables of DynamoDB Local.</summary>
internal static class LocalTables
{
    /// <summary>Gets the credentials of every application: DynamoDB Local keeps the tables of every access key and region apart.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "benchmarks",
        ["AWS_SECRET_ACCESS_KEY"] = "none",
    };

    public static async Task CreateAsync(Uri engine, string tableName)
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = engine.ToString(), AuthenticationRegion = Environment["AWS_REGION"] };
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials(Environment["AWS_ACCESS_KEY_ID"], Environment["AWS_SECRET_ACCESS_KEY"]), config);
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = tableName,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("id", ScalarAttributeType.S)],
            KeySchema = [new("id", KeyType.HASH)],
        });
    }
}
