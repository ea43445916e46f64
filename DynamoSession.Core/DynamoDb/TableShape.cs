using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>The definition of the session table, and checks of an existing one.</summary>
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

    /// <exception cref="SessionStoreException">The table has the wrong key, or cannot be used in its current state.</exception>
    public static void ThrowIfUnsuitable(TableDescription table, SessionTableOptions options)
    {
        if (table.TableStatus == TableStatus.ARCHIVED || table.TableStatus == TableStatus.ARCHIVING
            || table.TableStatus == TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS)
        {
            throw new SessionStoreException(
                $"Table '{options.TableName}' has status {table.TableStatus} and cannot be used. Restore it, or use another table.");
        }

        var key = table.KeySchema ?? [];
        // While a table is being deleted, its description has no key.
        if (key.Count > 0 && !(key is [var only] && only.AttributeName == options.KeyAttribute && TypeOf(table, only) == ScalarAttributeType.S))
        {
            var found = string.Join(", ", key.Select(part => $"'{part.AttributeName}' ({TypeOf(table, part)?.Value ?? "?"} {part.KeyType})"));
            throw new SessionStoreException(
                $"Table '{options.TableName}' has the key {found}, but sessions require only '{options.KeyAttribute}' (S HASH). "
                + "Use another table, or set KeyAttribute to the table's key.");
        }
    }

    /// <summary>Whether the sessions of a user can be found.</summary>
    public static bool HasUserIndex(TableDescription table) =>
        table.GlobalSecondaryIndexes?.Find(index => index.IndexName == RecordAttributes.UserIndex) is { KeySchema: [var user, var created] }
        && user.AttributeName == RecordAttributes.User && user.KeyType == KeyType.HASH && TypeOf(table, user) == ScalarAttributeType.S
        && created.AttributeName == RecordAttributes.CreatedAt && created.KeyType == KeyType.RANGE && TypeOf(table, created) == ScalarAttributeType.N;

    /// <summary>Whether TTL is enabled or being enabled, on whatever attribute.</summary>
    public static bool IsTimeToLiveOn(TimeToLiveDescription? description) =>
        description?.TimeToLiveStatus is { } status && (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING);

    /// <returns>What is wrong, if TTL is enabled on a different attribute; otherwise <see langword="null"/>.</returns>
    public static string? FindWrongTimeToLive(TimeToLiveDescription? description, SessionTableOptions options) =>
        IsTimeToLiveOn(description) && description!.AttributeName != options.ExpiresAttribute
            ? $"Table '{options.TableName}' has TTL enabled on '{description.AttributeName}', but sessions require it on '{options.ExpiresAttribute}'. "
            + "Disable it there, use another table, or set ExpiresAttribute to the table's TTL attribute."
            : null;

    private static ScalarAttributeType? TypeOf(TableDescription table, KeySchemaElement key) =>
        table.AttributeDefinitions?.Find(attribute => attribute.AttributeName == key.AttributeName)?.AttributeType;
}
