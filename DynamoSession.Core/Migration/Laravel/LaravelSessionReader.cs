using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Interprets the items of Laravel's DynamoDB cache store, which may be sessions or any other cached values.</summary>
internal sealed class LaravelSessionReader(LaravelSessionOptions options)
{
    private const string DefaultKeyAttribute = "key";
    private const int IdLength = 40;

    // The prefix of version 13, and of late releases of 12, comes first: if a session is stored under both, that one is newer.
    private static readonly string[] DefaultPrefixes = ["laravel-cache-", "laravel_cache_"];

    private static readonly LegacySessionResult Missing = LegacySessionResult.NotLive(LegacySessionStatus.Missing);
    private static readonly LegacySessionResult Corrupt = LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);

    private readonly string[] _prefixes = options.Table.KeyPrefix is { } prefix ? [prefix] : DefaultPrefixes;
    private readonly LaravelPayload _payload = new(
        options.IsEncrypted ? new LaravelDecrypter(options.ApplicationKey, options.PreviousKeys, options.Cipher) : null);

    public string KeyAttribute { get; } = options.Table.KeyAttribute ?? DefaultKeyAttribute;

    /// <summary>Returns the keys that a session may have; empty if the id is not a Laravel session id.</summary>
    public IEnumerable<string> KeysOf(string id) => IsId(id) ? _prefixes.Select(prefix => prefix + id) : [];

    /// <summary>Returns the id in an item's key; <see langword="null"/> if the item is not a session of this application.</summary>
    public string? IdOf(IReadOnlyDictionary<string, SessionValue> item)
    {
        if (item.GetValueOrDefault(KeyAttribute) is not { Kind: SessionValueKind.String } value)
        {
            return null;
        }

        var key = Encoding.UTF8.GetString(DynamoDbJson.Scalar(value));
        return Array.Find(_prefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal) && IsId(key.AsSpan(prefix.Length))) is { } prefix
            ? key[prefix.Length..]
            : null;
    }

    /// <summary>Reads a session from an item, whatever its key. A cached value that is not a session is missing, not corrupt.</summary>
    public LegacySessionResult Read(IReadOnlyDictionary<string, SessionValue> item, DateTimeOffset now)
    {
        if (item.GetValueOrDefault(options.ValueAttribute) is not { Kind: SessionValueKind.String } value)
        {
            return Missing;
        }

        if (!LegacyTime.TryRead(item, options.ExpiresAttribute, out var expires))
        {
            return Corrupt;
        }

        if (expires <= now)
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Expired);
        }

        try
        {
            return _payload.ReadFields(DynamoDbJson.Scalar(value)) is { } fields
                ? LegacySessionResult.Live(ToSession(fields, expires))
                : Missing;
        }
        catch (FormatException)
        {
            return Corrupt;
        }
    }

    private static bool IsId(ReadOnlySpan<char> text)
    {
        if (text.Length != IdLength)
        {
            return false;
        }

        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    private LegacySession ToSession(ConvertedFields fields, DateTimeOffset? expires) => new()
    {
        Fields = fields.Fields,
        Problems = fields.Problems,
        ExpiresAt = expires,
        IdleTimeout = options.Lifetime,
        IsPersistent = !options.ExpiresOnClose,
        CookiePath = options.CookiePath,
        CookieDomain = options.CookieDomain,
    };
}
