using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>
/// Sessions of Microsoft's middleware in the table of AWS's distributed cache, read without that package. For sessions in another cache
/// there is <see cref="DistributedSessionBlob"/>.
/// </summary>
/// <remarks>Their id is the key in the cache, which is what Microsoft's cookie protects, not <c>ISession.Id</c>.</remarks>
internal sealed class DistributedCacheTableStore : ILegacySessionStore
{
    private static readonly LegacyItemCondition IsOfCache = LegacyItemCondition.Has(DistributedCacheRecord.Data, "B");

    private readonly TimeProvider _timeProvider;
    private readonly LegacyItems _items;
    private readonly LegacyKey _key;

    /// <summary>Uses the cache's table; nothing is called before a session is.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">
    /// Where the sessions are, by name. The key is <c>id</c> by default. The prefix is all that stands before the id: <c>dc:</c> by
    /// default, <c>shop:dc:</c> when the cache was given <c>shop</c>.
    /// </param>
    /// <param name="timeProvider">The clock that says which sessions have expired.</param>
    /// <exception cref="ArgumentException">The options name no table.</exception>
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
    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        if (_key.ValueOf(id) is not { } key
            || await _items.GetAsync(_key.Attribute, key, cancellationToken).ConfigureAwait(false) is not { } item)
        {
            return LegacySessionResult.None(LegacySessionStatus.Missing);
        }

        return DistributedCacheRecord.Read(item, _timeProvider.GetUtcNow()) ?? LegacySessionResult.None(LegacySessionStatus.Missing);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        return _key.ValueOf(id) is { } key ? _items.DeleteAsync(_key.Attribute, key, IsOfCache, cancellationToken) : Task.CompletedTask;
    }
}
