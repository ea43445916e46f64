using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>Reads the records of AWS's distributed cache, where they hold Microsoft's session.</summary>
internal static class DistributedCacheRecord
{
    public const string Data = "value";

    private const string Expires = "ttl_date";
    private const string AbsoluteEnd = "ttl_deadline";
    private const string IdleTimeout = "ttl_window";

    public static LegacyKey DefaultKey { get; } = new("id", "dc:");

    /// <param name="item">The record.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is in it; <see langword="null"/> when it is no record of that cache.</returns>
    public static LegacySessionResult? Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now)
    {
        if (item.GetValueOrDefault(Data) is not { Kind: SessionValueKind.Binary } blob)
        {
            return null;
        }

        if (!LegacyTime.TryRead(item, Expires, out var end) || !LegacyTime.TryRead(item, AbsoluteEnd, out var absoluteEnd))
        {
            return LegacySessionResult.None(LegacySessionStatus.Corrupt);
        }

        end = LegacyTime.Earlier(end, absoluteEnd);
        if (end <= now)
        {
            return LegacySessionResult.None(LegacySessionStatus.Expired);
        }

        return DistributedSessionReader.Read(SessionFieldCodec.ToBytes(blob)) is { } fields
            ? LegacySessionResult.Live(new() { Fields = fields.Fields, Problems = fields.Problems, ExpiresAt = end, IdleTimeout = IdleTimeoutOf(item) })
            : LegacySessionResult.None(LegacySessionStatus.Corrupt);
    }

    private static TimeSpan? IdleTimeoutOf(IReadOnlyDictionary<string, SessionValue> item) =>
        item.GetValueOrDefault(IdleTimeout) is { Kind: SessionValueKind.String } window
        && TimeSpan.TryParse(Encoding.UTF8.GetString(DynamoDbJson.Scalar(window)), CultureInfo.InvariantCulture, out var idleTimeout)
        && idleTimeout > TimeSpan.Zero
            ? idleTimeout
            : null;
}
