using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Records;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Reads the item of a session as it is stored. Nothing is extended or written by that.</summary>
internal sealed class InspectedItems(ISessionTable table, ISessionIdentity identity, IOptions<DynamoSessionOptions> options)
{
    private readonly SessionTableOptions _table = options.Value.Table;

    /// <param name="secrets">The secrets of the browser's cookies.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The item, and the session as it is read from it; null if none of them leads to a live session.</returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<(InspectedItem Item, SessionRecord Record)?> FindAsync(IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        foreach (var secret in secrets)
        {
            if ((await table.LoadAsync(identity.TableIdOf(secret), consistentRead: true, cancellationToken)).Record is { } record)
            {
                var stored = await ReadAsync(record, cancellationToken);
                return (Describe(stored, record), record);
            }
        }

        return null;
    }

    private async Task<IReadOnlyDictionary<string, SessionValue>> ReadAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (table.GetCapability<DynamoDbSessionTable>() is not { } dynamoDb)
        {
            return Encode(record);
        }

        var request = new GetItemRequest
        {
            TableName = _table.TableName,
            Key = new() { [_table.KeyAttribute] = new() { S = _table.KeyPrefix + record.Id } },
            ConsistentRead = true,
        };
        var response = await dynamoDb.Client.GetItemAsync(request, cancellationToken);
        return (response.Item ?? []).ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToSessionValue(attribute.Value), StringComparer.Ordinal);
    }

    /// <summary>Returns what DynamoDB would store of a session that is kept in memory.</summary>
    private Dictionary<string, SessionValue> Encode(SessionRecord record)
    {
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal)
        {
            [_table.KeyAttribute] = RecordValues.Text(_table.KeyPrefix + record.Id),
            [_table.FieldsAttribute] = RecordValues.Map(record.Fields),
            [_table.ExpiresAttribute] = RecordValues.Number(record.ExpiresAt.ToUnixTimeSeconds()),
            [RecordAttributes.CreatedAt] = RecordValues.Number(record.CreatedAt.ToUnixTimeSeconds()),
            [RecordAttributes.Version] = RecordValues.Number(record.Version),
            [RecordAttributes.Format] = RecordValues.Number(RecordLimits.Format),
        };
        Add(RecordAttributes.AbsoluteExpiry, record.AbsoluteExpiresAt is { } end ? RecordValues.Number(end.ToUnixTimeSeconds()) : null);
        Add(RecordAttributes.IdleTimeout, record.IdleTimeout is { } idle ? RecordValues.Number((long)idle.TotalSeconds) : null);
        Add(RecordAttributes.User, record.UserId is { } user ? RecordValues.Text(user) : null);
        Add(RecordAttributes.Description, record.Description is { } description ? RecordValues.Text(description) : null);
        Add(RecordAttributes.Persistent, record.IsPersistent ? RecordValues.True : null);
        Add(RecordAttributes.Ticket, record.Ticket is { } ticket ? RecordValues.Binary(ticket) : null);
        return item;

        void Add(string name, SessionValue? value)
        {
            if (value is not null)
            {
                item[name] = value;
            }
        }
    }

    private InspectedItem Describe(IReadOnlyDictionary<string, SessionValue> stored, SessionRecord record) => new(
        [.. stored.Where(attribute => attribute.Key != _table.FieldsAttribute).Select(attribute => Describe(attribute.Key, attribute.Value))],
        [.. record.Fields.Select(field => Describe(field.Key, field.Value)).OrderByDescending(field => field.Bytes)],
        record.ExpiresAt,
        record.AbsoluteExpiresAt);

    // The ticket is not shown: with the authentication cookie, it is the user's sign-in.
    private static InspectedValue Describe(string name, SessionValue value) => new(
        name,
        value.Kind.ToString(),
        Encoding.UTF8.GetByteCount(name) + ValueSize.Of(value),
        name == RecordAttributes.Ticket ? null : Encoding.UTF8.GetString(value.Utf8Json.Span));
}
