namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Items of Express's stores.</summary>
internal sealed class ExpressItems(ExpressFormat format, OldTableOptions options) : IOldItems
{
    public string Store => OldStoreNames.Express;

    public string Description => $"{format} {options.KeyAttribute} {options.KeyPrefix}";

    public IReadOnlyList<string> KeyAttributes { get; } = [.. ExpressLayout.KeysOf(format, options).Select(key => key.Attribute).Distinct()];

    public (string? Id, OldSessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now) =>
        ExpressRecord.Read(item, format, now) is { } result ? (ExpressRecord.IdOf(item, format, options), result) : default;
}
