using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads a record from an item.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class ItemReader(RecordAttributes attributes)
{
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
            CommitTokens = item.HasMap(RecordAttributes.CommitTokens) ? new ItemTokens(item) : null,
            Expires = ItemNumbers.ReadTime(item, attributes.Expires),
            AbsoluteExpiry = ItemNumbers.ReadTime(item, RecordAttributes.AbsoluteExpiry),
            CreatedAt = ItemNumbers.ReadTime(item, RecordAttributes.CreatedAt),
            Version = ItemNumbers.ReadInteger(item, RecordAttributes.Version),
            Format = ItemNumbers.ReadInteger(item, RecordAttributes.Format),
            IdleTimeout = ItemNumbers.ReadInteger(item, RecordAttributes.IdleTimeout) is { } seconds and > 0 and <= int.MaxValue ? (int)seconds : null,
            UserId = item.Text(RecordAttributes.User),
            UserSince = ItemNumbers.ReadInteger(item, RecordAttributes.UserSince) is { } time && UniqueTime.IsTime(time) ? time : null,
            Description = item.Text(RecordAttributes.Description),
            LeaseOwner = item.Text(RecordAttributes.LeaseOwner),
            LeaseExpires = ItemNumbers.ReadTime(item, RecordAttributes.LeaseExpires),
            IsPersistent = item.Boolean(RecordAttributes.Persistent) == true,
            Ticket = item.Binary(RecordAttributes.Ticket),
            Origin = item.Map(RecordAttributes.Origin) is { } origin ? ReadOrigin(origin) : null,
            SizeBound = ItemNumbers.ReadInteger(item, RecordAttributes.SizeBound),
            TokensRemovedUpTo = ItemNumbers.ReadInteger(item, RecordAttributes.TokensRemovedUpTo),
            LatestUnsettled = ItemNumbers.ReadInteger(item, RecordAttributes.LatestUnsettled),
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
            AcceptedUntil = ItemNumbers.ReadTime(origin, OriginValues.AcceptedUntil) is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : default,
            CookiePath = origin.Text(OriginValues.CookiePath) ?? "/",
            CookieDomain = origin.Text(OriginValues.CookieDomain),
            IsAhead = origin.Boolean(OriginValues.IsAhead) == true,
            CompletedAt = ItemNumbers.ReadTime(origin, OriginValues.CompletedAt) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
        }
        : null;
}
