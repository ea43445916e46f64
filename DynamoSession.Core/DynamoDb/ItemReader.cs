using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads a record from an item.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class ItemReader(RecordAttributes attributes)
{
    private static readonly decimal Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly decimal Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads an item as returned by the SDK.</summary>
    /// <returns>The record; <see langword="null"/> if there is no item.</returns>
    public StoredRecord? Read(Dictionary<string, AttributeValue>? item) => SdkItem.Of(item) is { } existing ? ReadExisting(existing) : null;

    /// <summary>Reads an item that exists.</summary>
    public StoredRecord ReadExisting(IItem item)
    {
        var dead = item.Text(RecordAttributes.Dead);
        return new()
        {
            Fields = item.Fields(attributes.Fields),
            CommitTokens = item.Map(RecordAttributes.CommitTokens) is { } tokens ? new StoredTokens(() => ReadTokens(tokens)) : null,
            Expires = ReadTime(item, attributes.Expires),
            AbsoluteExpiry = ReadTime(item, RecordAttributes.AbsoluteExpiry),
            CreatedAt = ReadTime(item, RecordAttributes.CreatedAt),
            Version = ReadInteger(item, RecordAttributes.Version),
            Format = ReadInteger(item, RecordAttributes.Format),
            IdleTimeout = ReadInteger(item, RecordAttributes.IdleTimeout) is { } seconds and > 0 and <= int.MaxValue ? seconds : null,
            UserId = item.Text(RecordAttributes.User),
            UserSince = ReadInteger(item, RecordAttributes.UserSince) is { } time && UniqueTime.IsTime(time) ? time : null,
            Description = item.Text(RecordAttributes.Description),
            LeaseOwner = item.Text(RecordAttributes.LeaseOwner),
            LeaseExpires = ReadTime(item, RecordAttributes.LeaseExpires),
            IsPersistent = item.Boolean(RecordAttributes.Persistent) == true,
            Ticket = item.Binary(RecordAttributes.Ticket),
            Origin = item.Map(RecordAttributes.Origin) is { } origin ? ReadOrigin(origin) : null,
            SizeBound = ReadInteger(item, RecordAttributes.SizeBound),
            TokensRemovedUpTo = ReadInteger(item, RecordAttributes.TokensRemovedUpTo),
            LatestUnsettled = ReadInteger(item, RecordAttributes.LatestUnsettled),
            IsTombstone = item.Contains(RecordAttributes.Dead),
            WasSignedOut = dead is TombstoneReason.SignedOut or TombstoneReason.Revoked,
            WasRevoked = dead == TombstoneReason.Revoked,
            Successor = item.Text(RecordAttributes.Successor),
        };
    }

    private static SessionOrigin? ReadOrigin(IItem origin) => origin.Text(OriginValues.Store) is { } store
        ? new SessionOrigin
        {
            Store = store,
            LegacyId = origin.Text(OriginValues.LegacyId),
            AcceptedUntil = ReadTime(origin, OriginValues.AcceptedUntil) is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : default,
            CookiePath = origin.Text(OriginValues.CookiePath) ?? "/",
            CookieDomain = origin.Text(OriginValues.CookieDomain),
            IsAhead = origin.Boolean(OriginValues.IsAhead) == true,
            CompletedAt = ReadTime(origin, OriginValues.CompletedAt) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
        }
        : null;

    // A token without a valid time still proves that its commit was applied. It counts as expired.
    private static Dictionary<string, long> ReadTokens(IItem tokens) =>
        tokens.Names.ToDictionary(token => token, token => ReadTime(tokens, token) ?? 0, StringComparer.Ordinal);

    private static long? ReadTime(IItem item, string name) => ToSeconds(item.Number(name));

    private static long? ReadInteger(IItem item, string name) =>
        item.Number(name) is { } number and >= long.MinValue and <= long.MaxValue && decimal.IsInteger(number) ? (long)number : null;

    /// <summary>Rounds fractions up, so that comparisons with whole seconds have the same result as in DynamoDB.</summary>
    private static long? ToSeconds(decimal? seconds) => seconds >= Earliest && seconds <= Latest ? (long)decimal.Ceiling(seconds.Value) : null;
}
