namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Items of AWS's distributed cache.</summary>
internal sealed class DistributedCacheItems : IOldItems
{
    private readonly OldKey _key;

    public DistributedCacheItems(OldTableOptions options)
    {
        _key = new(options.KeyAttribute ?? DistributedCacheRecord.DefaultKey.Attribute, options.KeyPrefix ?? DistributedCacheRecord.DefaultKey.Prefix);
        Description = $"{_key.Attribute} {_key.Prefix}";
        KeyAttributes = [_key.Attribute];
    }

    public string Store => OldStoreNames.DistributedCache;

    public string Description { get; }

    public IReadOnlyList<string> KeyAttributes { get; }

    public (string? Id, OldSessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now) =>
        _key.IdIn(item) is { } id ? (id, DistributedCacheRecord.Read(item, now)) : default;
}
