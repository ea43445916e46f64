using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>What the table looks like, and whether an existing one will do.</summary>
internal static class TableShape
{
    public static CreateTableRequest Request(SessionTableOptions options) => new()
    {
        TableName = options.TableName,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions =
        [
            new(options.KeyAttribute, ScalarAttributeType.S),
            new(RecordAttributes.User, ScalarAttributeType.S),
            new(RecordAttributes.CreatedAt, ScalarAttributeType.N),
        ],
        KeySchema = [new(options.KeyAttribute, KeyType.HASH)],
        GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = RecordAttributes.UserIndex,
                KeySchema = [new(RecordAttributes.User, KeyType.HASH), new(RecordAttributes.CreatedAt, KeyType.RANGE)],
                // Keys only, so that neither a touch nor a commit writes to the index.
                Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ],
    };

    public static bool IsActive(TableDescription table) =>
        table.TableStatus == TableStatus.ACTIVE && (table.GlobalSecondaryIndexes ?? []).TrueForAll(index => index.IndexStatus == IndexStatus.ACTIVE);

    /// <exception cref="SessionStoreException">The key is not the one that sessions need, or the table is out of use.</exception>
    public static void ThrowIfUnfit(TableDescription table, SessionTableOptions options)
    {
        if (table.TableStatus == TableStatus.ARCHIVED || table.TableStatus == TableStatus.ARCHIVING
            || table.TableStatus == TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS)
        {
            throw new SessionStoreException(
                $"Table '{options.TableName}' exists but is {table.TableStatus} and cannot be used. Restore it, or name another table.");
        }

        var key = table.KeySchema ?? [];
        // DynamoDB describes no key while a table is being deleted.
        if (key.Count > 0 && !(key is [var only] && only.AttributeName == options.KeyAttribute && TypeOf(table, only) == ScalarAttributeType.S))
        {
            var found = string.Join(", ", key.Select(part => $"'{part.AttributeName}' ({TypeOf(table, part)?.Value ?? "?"} {part.KeyType})"));
            throw new SessionStoreException(
                $"Table '{options.TableName}' exists with the key {found}; sessions need '{options.KeyAttribute}' (S HASH) alone. "
                + "Name another table, or set the key attribute's name to that of the table.");
        }
    }

    /// <returns>Whether nothing is left to do; <see langword="false"/> when the time to live is off, or on its way off.</returns>
    /// <exception cref="SessionStoreException">It is on another attribute.</exception>
    public static bool HasTimeToLive(TimeToLiveDescription? description, SessionTableOptions options)
    {
        var status = description?.TimeToLiveStatus;
        if (status != TimeToLiveStatus.ENABLED && status != TimeToLiveStatus.ENABLING)
        {
            return false;
        }

        return description!.AttributeName == options.ExpiresAttribute
            ? true
            : throw new SessionStoreException(
                $"Table '{options.TableName}' has its time to live on '{description.AttributeName}'; sessions need it on '{options.ExpiresAttribute}'. "
                + "Disable it there, name another table, or set the expires attribute's name to that of the table.");
    }

    private static ScalarAttributeType? TypeOf(TableDescription table, KeySchemaElement key) =>
        table.AttributeDefinitions?.Find(attribute => attribute.AttributeName == key.AttributeName)?.AttributeType;
}
