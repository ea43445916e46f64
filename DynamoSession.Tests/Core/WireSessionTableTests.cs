using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>The contract on DynamoDB Local, where the two calls of a request are made without the SDK.</summary>
[Category(TestEngine.Category)]
public sealed class WireSessionTableTests : SessionTableContract
{
    private readonly SessionTableOptions _options = new();
    private AmazonDynamoDBClient _client = null!;
    private DynamoDbWire _wire = null!;

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        _client = (AmazonDynamoDBClient)await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        _wire = DynamoDbWire.Of(_client, _options.TableName)!;
    }

    [OneTimeTearDown]
    public void Disconnect() => _wire.Dispose();

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock) =>
        Task.FromResult<ISessionTable>(new DynamoDbSessionTable(_client, _options, clock, _wire));
}
