using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

[Category(TestEngine.Category)]
public sealed class DynamoDbSessionTableTests : SessionTableContract
{
    private readonly SessionTableOptions _options = new();
    private IAmazonDynamoDB _dynamoDb = null!;

    [OneTimeSetUp]
    public async Task CreateTheDynamoDbTable()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
    }

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock) =>
        Task.FromResult<ISessionTable>(new DynamoDbSessionTable(_dynamoDb, _options, clock));
}
