using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Tables;
using DynamoSession.Core.Migration.Values;
using DynamoSession.Core.Sharing;

namespace DynamoSession.Core.Migration.Express;

/// <summary>Reads the records of Express's stores.</summary>
internal static class ExpressRecord
{
    /// <param name="item">The record.</param>
    /// <param name="format">The store that may have written it.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is in it; <see langword="null"/> when it is not a record of that store.</returns>
    public static LegacySessionResult? Read(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format, DateTimeOffset now)
    {
        if (OwnRecord.IsLive(item))
        {
            return null;
        }

        if (FindLayout(item, format) is not { } layout)
        {
            return WithoutData(item, format);
        }

        var expires = layout.Expires.FirstOrDefault(item.ContainsKey, layout.Expires[0]);
        if (!LegacyTime.TryRead(item, expires, out var end))
        {
            return LegacySessionResult.None(LegacySessionStatus.Corrupt);
        }

        return end <= now ? LegacySessionResult.None(LegacySessionStatus.Expired) : ReadData(item[layout.Data], layout, format, end, now);
    }

    /// <summary>Returns the id of a scanned record; null when its key is none that the store makes.</summary>
    /// <param name="item">The record, one that <see cref="Read"/> has understood.</param>
    /// <param name="format">The store that may have written it.</param>
    /// <param name="options">What differs from the store's defaults.</param>
    public static string? IdOf(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format, LegacyTableOptions options)
    {
        // Without a prefix every key would do, so that one comes last, and only for a store that has none.
        var keys = ExpressLayout.KeysOf(format, options).Where(key => key.Prefix.Length > 0);
        var bare = FindLayout(item, format) is { } layout ? ExpressLayout.KeysOf(layout.Format, options).Where(key => key.Prefix.Length == 0) : [];
        return keys.Concat(bare).Select(key => key.IdIn(item)).FirstOrDefault(id => id is not null);
    }

    private static ExpressLayout? FindLayout(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format) =>
        ExpressLayout.Of(format).FirstOrDefault(layout => item.GetValueOrDefault(layout.Data)?.Kind == layout.DataKind);

    private static LegacySessionResult? WithoutData(IReadOnlyDictionary<string, SessionValue> item, ExpressFormat format)
    {
        var isOfOtherStore = FindLayout(item, ExpressFormat.Automatic) is not null;
        if (isOfOtherStore || OwnRecord.IsTombstone(item))
        {
            return null;
        }

        var hasData = ExpressLayout.Of(format).Any(layout => item.GetValueOrDefault(layout.Data) is { Kind: not SessionValueKind.Null });
        return LegacySessionResult.None(hasData ? LegacySessionStatus.Corrupt : LegacySessionStatus.Missing);
    }

    private static LegacySessionResult ReadData(SessionValue data, ExpressLayout layout, ExpressFormat format, DateTimeOffset? recordEnd, DateTimeOffset now)
    {
        // Express cannot load a session without a cookie either.
        var fields = layout.DataKind == SessionValueKind.Map ? FieldsOf(MapMembers.Of(data)) : JsonFields.Read(JsonOf(data));
        if (fields?.Fields.GetValueOrDefault("cookie") is not { Kind: SessionValueKind.Map } cookieMap)
        {
            return LegacySessionResult.None(LegacySessionStatus.Corrupt);
        }

        var cookie = new ExpressCookieFields(MapMembers.Of(cookieMap));
        var end = LegacyTime.Earlier(recordEnd, cookie.Expires);
        if (end <= now)
        {
            return LegacySessionResult.None(LegacySessionStatus.Expired);
        }

        DropNamesOfExpress(fields, format == ExpressFormat.Automatic ? Refine(layout, cookie) : layout);
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

    /// <summary>The two stores with a Map differ only inside of it.</summary>
    private static ExpressLayout Refine(ExpressLayout layout, ExpressCookieFields cookie) =>
        layout.DataKind == SessionValueKind.Map && cookie.IsOfDynamoDbStore
            ? ExpressLayout.All.Single(other => other.Format == ExpressFormat.DynamoDbStore)
            : layout;

    private static void DropNamesOfExpress(ConvertedFields fields, ExpressLayout layout)
    {
        foreach (var name in ExpressNames.OfSession)
        {
            fields.Drop(name);
        }

        if (layout.Stamp is { } stamp)
        {
            fields.Drop(stamp);
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
