using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore.Registration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Where legacy tables are: accessed by the same client, and by default the same table as the new sessions.</summary>
internal sealed class LegacyTableSource(DynamoDbClientSource client, IOptions<DynamoSessionOptions> options)
{
    public IAmazonDynamoDB Client => client.Client;

    public string DefaultName => options.Value.Table.TableName;
}
