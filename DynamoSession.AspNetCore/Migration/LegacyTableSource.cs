using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore.Registration;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Where tables of old sessions are: reached by the same client, and by default the table of the new ones.</summary>
internal sealed class LegacyTableSource(DynamoDbClientSource client, IOptions<DynamoSessionOptions> options)
{
    public IAmazonDynamoDB Client => client.Client;

    public string DefaultName => options.Value.Table.TableName;
}
