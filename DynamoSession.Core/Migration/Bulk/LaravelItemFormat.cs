using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Laravel;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The items of Laravel's DynamoDB cache store, which also holds other cached values.</summary>
internal sealed class LaravelItemFormat : ILegacyItemFormat
{
    private readonly LaravelSessionReader _reader;

    public LaravelItemFormat(LaravelSessionOptions options)
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
