using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using Microsoft.Extensions.Options;
using StoredItem = System.Collections.Generic.IReadOnlyDictionary<string, DynamoSession.Core.Fields.SessionValue>;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Reads the item of a session as it is stored. Nothing is extended or written by that.</summary>
internal sealed class InspectedItems(ISessionTable table, ISessionIdentity identity, IOptions<DynamoSessionOptions> options, TimeProvider clock)
{
    private static readonly Dictionary<string, SessionValue> NoAttributes = [];

    /// <param name="secrets">The secrets of the browser's cookies.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The item, and the session as it is read from it; null if none of them leads to a live session.</returns>
    /// <exception cref="SessionStoreException">The table failed, or did not respond within <c>IOTimeout</c>.</exception>
    public async Task<(InspectedItem Item, SessionRecord Record)?> FindAsync(IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.IOTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            foreach (var secret in secrets)
            {
                var (record, stored) = await ReadAsync(identity.TableIdOf(secret), either.Token).WaitAsync(either.Token);
                if (record is not null)
                {
                    return (Describe(stored, record), record);
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SessionStoreException($"The table did not respond within IOTimeout ({options.Value.IOTimeout}).", exception);
        }

        return null;
    }

    private async Task<(SessionRecord? Record, StoredItem Stored)> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (table.GetCapability<DynamoDbSessionTable>() is { } dynamoDb)
        {
            return await ReadAsync(dynamoDb, id, cancellationToken);
        }

        var record = (await table.LoadAsync(id, consistentRead: true, cancellationToken)).Record;

        // A table that is shared with Express has other attributes, and keys that must not be shown.
        return (record, record is not null && table.GetCapability<InMemorySessionTable>() is not null ? Encode(record) : NoAttributes);
    }

    /// <summary>Reads the item once, so that what is shown of it is of one moment.</summary>
    private async Task<(SessionRecord? Record, StoredItem Stored)> ReadAsync(DynamoDbSessionTable dynamoDb, string id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = dynamoDb.Options.TableName,
            Key = new() { [dynamoDb.Options.KeyAttribute] = new() { S = dynamoDb.Options.KeyPrefix + id } },
            ConsistentRead = true,
        };
        try
        {
            var item = (await ClientCalls.Of(dynamoDb.Client).RunAsync(() => dynamoDb.Client.GetItemAsync(request, cancellationToken), cancellationToken)).Item ?? [];
            var stored = new ItemReader(dynamoDb.Options.Attributes).Read(item);
            return (
                RecordState.ToLoadResult(stored, id, clock.GetUtcNow().ToUnixTimeSeconds()).Record,
                item.ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToSessionValue(attribute.Value), StringComparer.Ordinal));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, dynamoDb.Options.TableName, exception);
        }
    }

    /// <summary>Returns what DynamoDB would store of a session that is kept in memory.</summary>
    private Dictionary<string, SessionValue> Encode(SessionRecord record)
    {
        var names = options.Value.Table;
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal)
        {
            [names.KeyAttribute] = RecordValues.Text(names.KeyPrefix + record.Id),
            [names.FieldsAttribute] = RecordValues.Map(record.Fields),
            [names.ExpiresAttribute] = RecordValues.Number(record.ExpiresAt.ToUnixTimeSeconds()),
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

    private InspectedItem Describe(StoredItem stored, SessionRecord record)
    {
        var fields = table.GetCapability<DynamoDbSessionTable>()?.Options.FieldsAttribute ?? options.Value.Table.FieldsAttribute;
        return new(
            [.. stored.Where(attribute => attribute.Key != fields).Select(attribute => Describe(attribute.Key, attribute.Value))],
            [.. record.Fields.Select(field => Describe(field.Key, field.Value)).OrderByDescending(field => field.Bytes)],
            record.ExpiresAt,
            record.AbsoluteExpiresAt);
    }

    // The ticket is not shown: with the authentication cookie, it is the user's sign-in.
    private static InspectedValue Describe(string name, SessionValue value) => new(
        name,
        value.Kind.ToString(),
        Encoding.UTF8.GetByteCount(name) + value.GetSize(),
        name == RecordAttributes.Ticket ? null : Encoding.UTF8.GetString(value.Utf8Json.Span));
}
