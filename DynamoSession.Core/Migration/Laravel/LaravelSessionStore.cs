using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>The sessions of a Laravel application in the table of its DynamoDB cache. Old ids are Laravel's: 40 letters and digits.</summary>
internal sealed class LaravelSessionStore : ILegacySessionStore
{
    private readonly LegacyItems _items;
    private readonly LegacyItemCondition _isText;
    private readonly LaravelSessionReader _reader;
    private readonly TimeProvider _timeProvider;

    /// <summary>Uses a table, of which nothing is asked before a session is.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">The Laravel application; not to be changed afterwards. The table's name must be set.</param>
    /// <param name="timeProvider">The clock that says which sessions have expired.</param>
    /// <exception cref="ArgumentException">The table's name is missing, the lifetime is not more than zero, or a key that is needed is none.</exception>
    public LaravelSessionStore(IAmazonDynamoDB dynamoDb, LaravelSessionOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentException.ThrowIfNullOrEmpty(options.Table.TableName, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Lifetime, TimeSpan.Zero, nameof(options));

        _reader = new(options);
        _items = new(dynamoDb, options.Table.TableName);
        _isText = LegacyItemCondition.Has(options.ValueAttribute, "S");
        _timeProvider = timeProvider;
    }

    /// <inheritdoc/>
    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var found = LegacySessionResult.None(LegacySessionStatus.Missing);
        foreach (var key in _reader.KeysOf(id))
        {
            if (await _items.GetAsync(_reader.KeyAttribute, key, cancellationToken).ConfigureAwait(false) is not { } item)
            {
                continue;
            }

            var result = _reader.Read(item, _timeProvider.GetUtcNow());
            if (result.Status == LegacySessionStatus.Live)
            {
                return result;
            }

            // Under the first key that holds anything, newer versions of Laravel write.
            found = found.Status == LegacySessionStatus.Missing ? result : found;
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        foreach (var key in _reader.KeysOf(id))
        {
            await _items.DeleteAsync(_reader.KeyAttribute, key, _isText, cancellationToken).ConfigureAwait(false);
        }
    }
}
