using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Express;

/// <summary>What the records of one Express store look like by default.</summary>
internal sealed record ExpressLayout
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public required ExpressFormat Format { get; init; }

    public required LegacyKey Key { get; init; }

    /// <summary>Gets the attribute that holds the session.</summary>
    public required string Data { get; init; }

    /// <summary>Gets what it holds: a Map, or a String of JSON.</summary>
    public required SessionValueKind DataKind { get; init; }

    /// <summary>Gets the attributes that say when the record ends; the first that is there counts.</summary>
    public IReadOnlyList<string> Expires { get; init; } = ["expires"];

    /// <summary>Gets how long a session lives whose cookie does not tell.</summary>
    public TimeSpan? Lifetime { get; init; } = OneDay;

    /// <summary>Gets the name that the store itself puts among the fields.</summary>
    public string? Stamp { get; init; }

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
            Stamp = "lastModified",
        },
        new()
        {
            Format = ExpressFormat.ConnectDynamoDbSession,
            Key = new("id", ""),
            Data = "content",
            DataKind = SessionValueKind.String,
            Lifetime = TimeSpan.FromDays(14),
            Stamp = "lastModified",
        },
        new()
        {
            Format = ExpressFormat.ServerlessDynamoDbSessionStore,
            Key = new("sessionId", ""),
            Data = "session_data",
            DataKind = SessionValueKind.String,
            // Milliseconds, and what the time to live needs.
            Expires = ["expireTime", "expireTime_TTL"],
            Lifetime = null,
        },
        new()
        {
            Format = ExpressFormat.DynamoDbStore,
            Key = new("sessionId", "sess:"),
            Data = "sess",
            DataKind = SessionValueKind.Map,
            Stamp = "updated",
        },
    ];

    /// <summary>Returns the layouts that a format allows.</summary>
    public static IEnumerable<ExpressLayout> Of(ExpressFormat format) =>
        All.Where(layout => format == ExpressFormat.Automatic || layout.Format == format);

    /// <summary>Returns the keys under which a session may be, without duplicates, in the order of the stores.</summary>
    public static IReadOnlyList<LegacyKey> KeysOf(ExpressFormat format, LegacyTableOptions options) =>
    [
        .. Of(format).Select(layout => new LegacyKey(options.KeyAttribute ?? layout.Key.Attribute, options.KeyPrefix ?? layout.Key.Prefix)).Distinct(),
    ];
}
