using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Express;

/// <summary>The sessions of an Express application that uses express-session with DynamoDB. Thread-safe.</summary>
internal sealed class ExpressSessionStore : ILegacySessionStore
{
    private readonly ExpressFormat _format;
    private readonly TimeProvider _timeProvider;
    private readonly LegacyItems _items;
    private readonly LegacyItemCondition _isExpressItem;
    private readonly KeyCandidates _keys;

    /// <summary>Creates the store without making a call.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">The table. Its name is required; its key attribute and prefix, if set, apply to every format.</param>
    /// <param name="format">
    /// The store that wrote the sessions. <see cref="ExpressFormat.Automatic"/> can take up to five reads per session until the first one is found.
    /// </param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    /// <exception cref="ArgumentException">The table's name is missing.</exception>
    public ExpressSessionStore(IAmazonDynamoDB dynamoDb, LegacyTableOptions options, ExpressFormat format, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.TableName);
        ArgumentNullException.ThrowIfNull(timeProvider);

        _format = format;
        _timeProvider = timeProvider;
        _items = new(dynamoDb, options.TableName);
        _isExpressItem = ExpressItemCondition.HasLayout(ExpressLayout.ReadBy(format));
        _keys = new(ExpressLayout.KeysOf(format, options));
    }

    /// <inheritdoc/>
    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var found = LegacySessionResult.NotLive(LegacySessionStatus.Missing);
        await ForEachKeyAsync(id, async (key, value) =>
        {
            found = await _items.ReadAsync(key.Attribute, value, item => ExpressRecord.Read(item, _format, _timeProvider.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
            if (found.Status == LegacySessionStatus.Missing)
            {
                return false;
            }

            _keys.Prefer(key);
            return true;
        }).ConfigureAwait(false);
        return found;
    }

    /// <inheritdoc/>
    /// <remarks>Deletes only records that have an Express layout, under every key that the session may have.</remarks>
    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        return ForEachKeyAsync(id, async (key, value) =>
        {
            await _items.DeleteAsync(key.Attribute, value, _isExpressItem, cancellationToken).ConfigureAwait(false);
            return false;
        });
    }

    /// <summary>Calls <paramref name="isDone"/> for each possible key until it returns <see langword="true"/>, and excludes key attributes that the table turns out not to have.</summary>
    private async Task ForEachKeyAsync(string id, Func<LegacyKey, string, Task<bool>> isDone)
    {
        foreach (var key in _keys.InOrder)
        {
            if (!_keys.Contains(key) || key.ValueOf(id) is not { } value)
            {
                continue;
            }

            try
            {
                if (await isDone(key, value).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (SessionStoreException exception) when (DynamoDbErrors.IsWrongKey(exception.InnerException))
            {
                if (!_keys.TryExclude(key.Attribute))
                {
                    throw;
                }
            }
        }
    }
}
