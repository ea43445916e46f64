using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The items of Express session stores.</summary>
internal sealed class ExpressItemFormat(ExpressFormat format, LegacyTableOptions options) : ILegacyItemFormat
{
    public string Store => LegacyStoreNames.Express;

    public string Description => $"{format} {options.KeyAttribute} {options.KeyPrefix}";

    public IReadOnlyList<string> KeyAttributes { get; } = [.. ExpressLayout.KeysOf(format, options).Select(key => key.Attribute).Distinct()];

    public (string? Id, LegacySessionResult? Result) Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now) =>
        ExpressRecord.Read(item, format, now) is { } result ? (ExpressRecord.IdOf(item, format, options), result) : default;
}
