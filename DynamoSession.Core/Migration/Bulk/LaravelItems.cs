using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Laravel;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Items of Laravel's DynamoDB cache, most of which may be anything but sessions.</summary>
internal sealed class LaravelItems : ILegacyItems
{
    private readonly LaravelSessionReader _reader;

    public LaravelItems(LaravelSessionOptions options)
    {
        _reader = new(options);
        Description = $"{options.Table.KeyPrefix} {options.ValueAttribute} {options.ExpiresAttribute} {options.Lifetime}";
        KeyAttributes = [_reader.KeyAttribute];
    }

    public string Store => LegacyStoreNames.Laravel;

    public string Description { get; }

    public IReadOnlyList<string> KeyAttributes { get; }

    public (string? Id, LegacySessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now) =>
        _reader.IdOf(item) is { } id ? (id, _reader.Read(item, now)) : default;
}
