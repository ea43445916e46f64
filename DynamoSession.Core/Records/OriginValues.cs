using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Records;

/// <summary>The stored form of a session's origin: a Map, whose <c>id</c> is removed when the migration is completed.</summary>
internal static class OriginValues
{
    public const string Store = "store";
    public const string LegacyId = "id";
    public const string AcceptedUntil = "until";
    public const string IsAhead = "ahead";
    public const string CompletedAt = "at";

    public const string CookiePath = "path";
    public const string CookieDomain = "domain";

    private const string DefaultPath = "/";

    public static SessionValue Encode(SessionOrigin origin)
    {
        var members = new Dictionary<string, SessionValue>(StringComparer.Ordinal)
        {
            [Store] = RecordValues.Text(origin.Store),
            [AcceptedUntil] = RecordValues.Number(origin.AcceptedUntil.ToUnixTimeSeconds()),
        };
        if (origin.LegacyId is { } legacyId)
        {
            members[LegacyId] = RecordValues.Text(legacyId);
        }

        if (origin.IsAhead)
        {
            members[IsAhead] = RecordValues.True;
        }

        if (origin.CookiePath != DefaultPath)
        {
            members[CookiePath] = RecordValues.Text(origin.CookiePath);
        }

        if (origin.CookieDomain is { } domain)
        {
            members[CookieDomain] = RecordValues.Text(domain);
        }

        return RecordValues.Map(members);
    }

    public static SessionOrigin Complete(SessionOrigin origin, long now) => origin with
    {
        LegacyId = null,
        AcceptedUntil = default,
        IsAhead = false,
        CompletedAt = DateTimeOffset.FromUnixTimeSeconds(now),
    };
}
