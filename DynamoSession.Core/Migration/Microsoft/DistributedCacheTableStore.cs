using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>
/// The sessions of ASP.NET Core's own middleware in the table of AWS's distributed cache provider, read without that package. For sessions
/// in another cache, use <see cref="DistributedSessionBlob"/>.
/// </summary>
/// <remarks>A session's id is its key in the cache, which the middleware's cookie contains in protected form; it is not <c>ISession.Id</c>.</remarks>
internal sealed class DistributedCacheTableStore : ILegacySessionStore
{
    private static readonly LegacyItemCondition IsCacheItem = LegacyItemCondition.HasAttribute(DistributedCacheRecord.Data, "B");

    private readonly TimeProvider _timeProvider;
    private readonly LegacyItems _items;
    private readonly LegacyKey _key;

    /// <summary>Creates the store without making a call.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">
    /// The table. Its name is required. The key attribute is <c>id</c> by default. The prefix is everything before the id: <c>dc:</c> by
    /// default, or <c>shop:dc:</c> if the cache was configured with the prefix <c>shop</c>.
    /// </param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    /// <exception cref="ArgumentException">The table's name is missing.</exception>
    public DistributedCacheTableStore(IAmazonDynamoDB dynamoDb, LegacyTableOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.TableName);
        ArgumentNullException.ThrowIfNull(timeProvider);

        _timeProvider = timeProvider;
        _items = new(dynamoDb, options.TableName);
        _key = new(options.KeyAttribute ?? DistributedCacheRecord.DefaultKey.Attribute, options.KeyPrefix ?? DistributedCacheRecord.DefaultKey.Prefix);
    }

    /// <inheritdoc/>
    public Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        return _key.ValueOf(id) is { } key
            ? _items.ReadAsync(_key.Attribute, key, item => DistributedCacheRecord.Read(item, _timeProvider.GetUtcNow()), cancellationToken)
            : Task.FromResult(LegacySessionResult.NotLive(LegacySessionStatus.Missing));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        return _key.ValueOf(id) is { } key ? _items.DeleteAsync(_key.Attribute, key, IsCacheItem, cancellationToken) : Task.CompletedTask;
    }
}
