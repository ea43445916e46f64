using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>A client without a table: every read returns the same item, and writes are only counted.</summary>
internal sealed class OneItemClient() : AmazonDynamoDBClient(new BasicAWSCredentials("none", "none"), new AmazonDynamoDBConfig { ServiceURL = "http://localhost" })
{
    public Dictionary<string, AttributeValue>? Item { get; set; }

    public int Writes { get; private set; }

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetItemResponse { Item = Item });

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        Writes++;
        return Task.FromResult(new UpdateItemResponse());
    }
}
