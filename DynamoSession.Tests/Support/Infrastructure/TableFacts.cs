using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>What the package itself asks for when it creates a table, in words, so that it can be compared with a definition.</summary>
internal static class TableFacts
{
    public static IEnumerable<string> Of(CreateTableRequest request) =>
    [
        $"table {request.TableName}",
        $"billing {request.BillingMode}",
        .. request.AttributeDefinitions.Select(attribute => $"attribute {attribute.AttributeName} {attribute.AttributeType}"),
        .. request.KeySchema.Select(key => $"key {key.AttributeName} {key.KeyType}"),
        .. request.GlobalSecondaryIndexes.SelectMany(index => index.KeySchema.Select(key => $"key {key.AttributeName} {key.KeyType}")
            .Prepend($"index {index.IndexName} {index.Projection.ProjectionType}")),
    ];
}
