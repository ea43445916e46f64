using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>The sessions of a Laravel application in the table of its DynamoDB cache store. Their ids are 40 letters and digits.</summary>
internal sealed class LaravelSessionStore : ILegacySessionStore
{
    private readonly LegacyItems _items;
    private readonly LegacyItemCondition _hasTextValue;
    private readonly LaravelSessionReader _reader;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates the store without making a call.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">The Laravel application's settings, which must not be changed afterwards. The table's name is required.</param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    /// <exception cref="ArgumentException">The table's name is missing, the lifetime is not greater than zero, or sessions are encrypted and a key is invalid.</exception>
    public LaravelSessionStore(IAmazonDynamoDB dynamoDb, LaravelSessionOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentException.ThrowIfNullOrEmpty(options.Table.TableName, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Lifetime, TimeSpan.Zero, nameof(options));

        _reader = new(options);
        _items = new(dynamoDb, options.Table.TableName);
        _hasTextValue = LegacyItemCondition.HasAttribute(options.ValueAttribute, "S");
        _timeProvider = timeProvider;
    }

    /// <inheritdoc/>
    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        var found = LegacySessionResult.NotLive(LegacySessionStatus.Missing);
        foreach (var key in _reader.KeysOf(id))
        {
            var result = await _items.ReadAsync(_reader.KeyAttribute, key, item => _reader.Read(item, _timeProvider.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
            if (result.Status == LegacySessionStatus.Live)
            {
                return result;
            }

            // The first prefix is the one that newer versions of Laravel write to.
            found = found.Status == LegacySessionStatus.Missing ? result : found;
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);

        foreach (var key in _reader.KeysOf(id))
        {
            await _items.DeleteAsync(_reader.KeyAttribute, key, _hasTextValue, cancellationToken).ConfigureAwait(false);
        }
    }
}
