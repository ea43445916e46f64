using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Express;

/// <summary>Reads the records of Express session stores.</summary>
internal static class ExpressRecord
{
    // The server that wrote the record may have had a different clock, and stores round.
    private static readonly TimeSpan ExpirySlack = TimeSpan.FromHours(1);

    /// <param name="item">The record.</param>
    /// <param name="format">The store that may have written it.</param>
    /// <param name="now">The current time.</param>
    /// <param name="mayExpireWithCookie">Whether a record without an expiry has that of its cookie object. Express's stores don't expire such a record.</param>
    /// <returns>The result; <see langword="null"/> if that store did not write the record.</returns>
    public static LegacySessionResult? Read(
        IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format, DateTimeOffset now, bool mayExpireWithCookie = false)
    {
        if (OwnRecord.IsLive(item))
        {
            return null;
        }

        if (FindLayout(item, format) is not { } layout)
        {
            return ReadWithoutData(item, format);
        }

        var expires = layout.Expires.FirstOrDefault(item.ContainsKey, layout.Expires[0]);
        if (!LegacyTime.TryRead(item, expires, out var end))
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
        }

        return end <= now ? LegacySessionResult.NotLive(LegacySessionStatus.Expired) : ReadData(item[layout.Data], layout, format, end, now, mayExpireWithCookie);
    }

    /// <summary>Returns the session id of a scanned record; null if the store does not generate such keys.</summary>
    /// <param name="item">A record for which <see cref="Read"/> returned a result.</param>
    /// <param name="format">The store that may have written it.</param>
    /// <param name="options">Settings that differ from the store's defaults.</param>
    public static string? IdOf(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format, LegacyTableOptions options)
    {
        // A layout without a prefix matches every key, so it is tried last, and only if the record has that layout.
        var keys = ExpressLayout.KeysOf(format, options).Where(key => key.Prefix.Length > 0);
        var bare = FindLayout(item, format) is { } layout ? ExpressLayout.KeysOf(layout.Format, options).Where(key => key.Prefix.Length == 0) : [];
        return keys.Concat(bare).Select(key => key.IdIn(item)).FirstOrDefault(id => id is not null);
    }

    private static ExpressLayout? FindLayout(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format) =>
        ExpressLayout.ReadBy(format).FirstOrDefault(layout => item.GetValueOrDefault(layout.Data)?.Kind == layout.DataKind);

    private static LegacySessionResult? ReadWithoutData(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format)
    {
        var isFromOtherStore = FindLayout(item, ExpressFormat.Automatic) is not null;
        if (isFromOtherStore || OwnRecord.IsTombstone(item))
        {
            return null;
        }

        var hasData = ExpressLayout.ReadBy(format).Any(layout => item.GetValueOrDefault(layout.Data) is { Kind: not SessionValueKind.Null });
        return LegacySessionResult.NotLive(hasData ? LegacySessionStatus.Corrupt : LegacySessionStatus.Missing);
    }

    private static LegacySessionResult ReadData(
        SessionValue data, ExpressLayout layout, ExpressFormat format, DateTimeOffset? recordEnd, DateTimeOffset now, bool mayExpireWithCookie)
    {
        // Like Express, which cannot load a session without a cookie object.
        var fields = layout.DataKind == SessionValueKind.Map ? FieldsOf(MapMembers.Of(data)) : JsonFields.Read(JsonOf(data));
        if (fields?.Fields.GetValueOrDefault("cookie") is not { Kind: SessionValueKind.Map } cookieMap)
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
        }

        var cookie = new ExpressCookieFields(MapMembers.Of(cookieMap));
        var end = recordEnd is null && mayExpireWithCookie ? cookie.Expires : EndOf(recordEnd, cookie, layout, now);
        if (end <= now)
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Expired);
        }

        RemoveExpressFields(fields, format == ExpressFormat.Automatic ? Refine(layout, cookie) : layout);
        return LegacySessionResult.Live(new()
        {
            Fields = fields.Fields,
            Problems = fields.Problems,
            ExpiresAt = end,
            IdleTimeout = cookie.MaxAge ?? layout.Lifetime,
            IsPersistent = cookie.IsPersistent,
            CookiePath = cookie.Path,
            CookieDomain = cookie.Domain,
        });
    }

    /// <summary>
    /// Returns when a session expires: when its record does, as in Express. The expiry in the cookie object is as old as the last change,
    /// because a touch extends only the record. It is used if the record's is later than possible: connect-dynamodb 3.0.2 added
    /// milliseconds as seconds.
    /// </summary>
    private static DateTimeOffset? EndOf(DateTimeOffset? recordEnd, ExpressCookieFields cookie, ExpressLayout layout, DateTimeOffset now) =>
        recordEnd > now + (cookie.MaxAge ?? layout.Lifetime) + ExpirySlack ? LegacyTime.Earlier(recordEnd, cookie.Expires) : recordEnd;

    /// <summary>Distinguishes the two stores that use a Map, which differ only in its content.</summary>
    private static ExpressLayout Refine(ExpressLayout layout, ExpressCookieFields cookie) =>
        layout.DataKind == SessionValueKind.Map && cookie.IsFromDynamoDbStore
            ? ExpressLayout.All.Single(other => other.Format == ExpressFormat.DynamoDbStore)
            : layout;

    private static void RemoveExpressFields(ConvertedFields fields, ExpressLayout layout)
    {
        foreach (var name in ExpressNames.SessionMembers)
        {
            fields.Remove(name);
        }

        if (layout.TimestampField is { } timestamp)
        {
            fields.Remove(timestamp);
        }
    }

    private static ConvertedFields FieldsOf(Dictionary<string, SessionValue> members)
    {
        var fields = new ConvertedFields();
        foreach (var (name, value) in members)
        {
            fields.Add(name, value);
        }

        return fields;
    }

    private static byte[] JsonOf(SessionValue text) => DynamoDbJson.Scalar(text).ToArray();
}
