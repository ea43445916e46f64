using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Express;

/// <summary>Sessions that an application with express-session keeps in DynamoDB. Safe for many requests at once.</summary>
internal sealed class ExpressSessionStore : ILegacySessionStore
{
    private readonly ExpressFormat _format;
    private readonly TimeProvider _timeProvider;
    private readonly LegacyItems _items;
    private readonly LegacyItemCondition _isOfExpress;
    private readonly KeyCandidates _keys;

    /// <summary>Uses a table of Express's; nothing is called before a session is.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">Where the sessions are, by name. Its key attribute and prefix, if given, hold for every format.</param>
    /// <param name="format">
    /// The store that wrote them. <see cref="ExpressFormat.Automatic"/> may take up to five reads for a session, until the first one is found.
    /// </param>
    /// <param name="timeProvider">The clock that says which sessions have expired.</param>
    /// <exception cref="ArgumentException">The options name no table.</exception>
    public ExpressSessionStore(IAmazonDynamoDB dynamoDb, LegacyTableOptions options, ExpressFormat format, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.TableName);
        ArgumentNullException.ThrowIfNull(timeProvider);

        _format = format;
        _timeProvider = timeProvider;
        _items = new(dynamoDb, options.TableName);
        _isOfExpress = LegacyItemCondition.IsOf(ExpressLayout.Of(format));
        _keys = new(ExpressLayout.KeysOf(format, options));
    }

    /// <inheritdoc/>
    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var found = LegacySessionResult.None(LegacySessionStatus.Missing);
        await ForEachKeyAsync(id, async (key, value) =>
        {
            found = await LoadAsync(key.Attribute, value, cancellationToken).ConfigureAwait(false);
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
    /// <remarks>Only a record that looks like one of Express's is deleted, but under every key that Express may have given it.</remarks>
    public Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        return ForEachKeyAsync(id, async (key, value) =>
        {
            await _items.DeleteAsync(key.Attribute, value, _isOfExpress, cancellationToken).ConfigureAwait(false);
            return false;
        });
    }

    private async Task<LegacySessionResult> LoadAsync(string keyAttribute, string key, CancellationToken cancellationToken)
    {
        if (await _items.GetAsync(keyAttribute, key, cancellationToken).ConfigureAwait(false) is not { } item)
        {
            return LegacySessionResult.None(LegacySessionStatus.Missing);
        }

        return ExpressRecord.Read(item, _format, _timeProvider.GetUtcNow()) ?? LegacySessionResult.None(LegacySessionStatus.Missing);
    }

    /// <summary>Calls for one key after the other, without those that this table cannot have, until a call says that it is done.</summary>
    private async Task ForEachKeyAsync(string id, Func<LegacyKey, string, Task<bool>> isDone)
    {
        foreach (var key in _keys.InOrder)
        {
            if (!_keys.Includes(key) || key.ValueOf(id) is not { } value)
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
