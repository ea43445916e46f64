using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>Reads the sessions of ASP.NET Core's own middleware from records of AWS's distributed cache provider.</summary>
internal static class DistributedCacheRecord
{
    public const string Data = "value";

    private const string Expires = "ttl_date";
    private const string AbsoluteExpiry = "ttl_deadline";
    private const string IdleTimeout = "ttl_window";

    public static LegacyKey DefaultKey { get; } = new("id", "dc:");

    /// <param name="item">The record.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The result; <see langword="null"/> if the cache provider did not write the record.</returns>
    public static LegacySessionResult? Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now)
    {
        if (item.GetValueOrDefault(Data) is not { Kind: SessionValueKind.Binary } blob)
        {
            return null;
        }

        if (!LegacyTime.TryRead(item, Expires, out var end) || !LegacyTime.TryRead(item, AbsoluteExpiry, out var absoluteExpiry))
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
        }

        end = LegacyTime.Earlier(end, absoluteExpiry);
        if (end <= now)
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Expired);
        }

        return DistributedSessionReader.Read(SessionFieldCodec.ToBytes(blob)) is { } fields
            ? LegacySessionResult.Live(new() { Fields = fields.Fields, Problems = fields.Problems, ExpiresAt = end, IdleTimeout = IdleTimeoutOf(item) })
            : LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
    }

    private static TimeSpan? IdleTimeoutOf(IReadOnlyDictionary<string, SessionValue> item) =>
        item.GetValueOrDefault(IdleTimeout) is { Kind: SessionValueKind.String } window
        && TimeSpan.TryParse(Encoding.UTF8.GetString(DynamoDbJson.Scalar(window)), CultureInfo.InvariantCulture, out var idleTimeout)
        && idleTimeout > TimeSpan.Zero
            ? idleTimeout
            : null;
}
