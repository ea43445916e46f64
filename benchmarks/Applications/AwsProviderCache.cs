using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Caching.Distributed;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>
/// A cache that makes the calls of AWS's provider (AWS.AspNetCore.DistributedCacheProvider 1.0): a read and a refresh each get the whole item and then
/// write its expiry; a write puts the whole item. The provider itself is not needed to build the benchmarks.
/// </summary>
internal sealed class AwsProviderCache(IAmazonDynamoDB dynamoDb, string tableName, TimeProvider clock) : IDistributedCache
{
    private const string Value = "value";
    private const string Expires = "ttl_date";
    private const string Window = "ttl_window";
    private const string Deadline = "ttl_deadline";

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var response = await dynamoDb.GetItemAsync(new GetItemRequest { TableName = tableName, Key = KeyOf(key), ConsistentRead = true }, token);
        if (response.Item is not { Count: > 0 } item || DateTimeOffset.FromUnixTimeSeconds(long.Parse(item[Expires].N, CultureInfo.InvariantCulture)) < clock.GetUtcNow())
        {
            return null;
        }

        var window = TimeSpan.Parse(item[Window].S, CultureInfo.InvariantCulture);
        await dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = tableName,
                Key = KeyOf(key),
                AttributeUpdates = new() { [Expires] = new AttributeValueUpdate { Value = ExpiryAfter(window) } },
            },
            token);
        return item[Value].B.ToArray();
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public Task RefreshAsync(string key, CancellationToken token = default) => GetAsync(key, token);

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) =>
        dynamoDb.DeleteItemAsync(new DeleteItemRequest { TableName = tableName, Key = KeyOf(key) }, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var window = options.SlidingExpiration!.Value;
        return dynamoDb.PutItemAsync(
            new PutItemRequest
            {
                TableName = tableName,
                Item = new(KeyOf(key))
                {
                    [Value] = new() { B = new MemoryStream(value) },
                    [Expires] = ExpiryAfter(window),
                    [Window] = new(window.ToString("c", CultureInfo.InvariantCulture)),
                    [Deadline] = new() { NULL = true },
                },
            },
            token);
    }

    private static Dictionary<string, AttributeValue> KeyOf(string key) => new() { ["id"] = new("dc:" + key) };

    private AttributeValue ExpiryAfter(TimeSpan window) => new() { N = (clock.GetUtcNow() + window).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
}
