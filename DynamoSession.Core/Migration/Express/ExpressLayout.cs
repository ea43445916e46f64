using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Express;

/// <summary>The default record layout of one Express session store.</summary>
internal sealed record ExpressLayout
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public required ExpressFormat Format { get; init; }

    public required LegacyKey Key { get; init; }

    /// <summary>Gets the attribute that holds the session.</summary>
    public required string Data { get; init; }

    /// <summary>Gets the attribute's type: a Map, or a String with JSON.</summary>
    public required SessionValueKind DataKind { get; init; }

    /// <summary>Gets the attributes that may hold the record's expiry. The first one present is used.</summary>
    public IReadOnlyList<string> Expires { get; init; } = ["expires"];

    /// <summary>Gets the idle timeout of sessions whose cookie has none.</summary>
    public TimeSpan? Lifetime { get; init; } = OneDay;

    /// <summary>Gets the timestamp field that the store adds to the session.</summary>
    public string? TimestampField { get; init; }

    public static IReadOnlyList<ExpressLayout> All { get; } =
    [
        new()
        {
            Format = ExpressFormat.ConnectDynamoDb,
            Key = new("id", "sess:"),
            Data = "sess",
            DataKind = SessionValueKind.String,
        },
        new()
        {
            Format = ExpressFormat.PwrDrvr,
            Key = new("id", "session#"),
            Data = "sess",
            DataKind = SessionValueKind.Map,
            TimestampField = "lastModified",
        },
        new()
        {
            Format = ExpressFormat.ConnectDynamoDbSession,
            Key = new("id", ""),
            Data = "content",
            DataKind = SessionValueKind.String,
            Lifetime = TimeSpan.FromDays(14),
            TimestampField = "lastModified",
        },
        new()
        {
            Format = ExpressFormat.ServerlessDynamoDbSessionStore,
            Key = new("sessionId", ""),
            Data = "session_data",
            DataKind = SessionValueKind.String,
            // In milliseconds; and in seconds, for DynamoDB's TTL.
            Expires = ["expireTime", "expireTime_TTL"],
            Lifetime = null,
        },
        new()
        {
            Format = ExpressFormat.DynamoDbStore,
            Key = new("sessionId", "sess:"),
            Data = "sess",
            DataKind = SessionValueKind.Map,
            TimestampField = "updated",
        },
    ];

    /// <summary>Returns the layouts that a format can have.</summary>
    public static IEnumerable<ExpressLayout> Of(ExpressFormat format) =>
        All.Where(layout => format == ExpressFormat.Automatic || layout.Format == format);

    /// <summary>
    /// Returns the layouts that a store reads, its own first. @pwrdrvr's store also reads the text that connect-dynamodb wrote, which is its
    /// way to replace that store.
    /// </summary>
    public static IEnumerable<ExpressLayout> ReadBy(ExpressFormat format) =>
        format == ExpressFormat.PwrDrvr ? Of(format).Concat(Of(ExpressFormat.ConnectDynamoDb)) : Of(format);

    /// <summary>Returns the distinct keys under which a session may be stored, in the order of the stores.</summary>
    public static IReadOnlyList<LegacyKey> KeysOf(ExpressFormat format, LegacyTableOptions options) =>
    [
        .. Of(format).Select(layout => new LegacyKey(options.KeyAttribute ?? layout.Key.Attribute, options.KeyPrefix ?? layout.Key.Prefix)).Distinct(),
    ];
}
