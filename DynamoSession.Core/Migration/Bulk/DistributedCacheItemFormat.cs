using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The items of AWS's distributed cache provider.</summary>
internal sealed class DistributedCacheItemFormat : ILegacyItemFormat
{
    private readonly LegacyKey _key;

    public DistributedCacheItemFormat(LegacyTableOptions options)
    {
        _key = new(options.KeyAttribute ?? DistributedCacheRecord.DefaultKey.Attribute, options.KeyPrefix ?? DistributedCacheRecord.DefaultKey.Prefix);
        Description = $"{_key.Attribute} {_key.Prefix}";
        KeyAttributes = [_key.Attribute];
    }

    public string Store => LegacyStoreNames.DistributedCache;

    public string Description { get; }

    public IReadOnlyList<string> KeyAttributes { get; }

    public (string? Id, LegacySessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now) =>
        _key.IdIn(item) is { } id ? (id, DistributedCacheRecord.Read(item, now)) : default;
}
