using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads a record from an item as returned by the SDK.</summary>
/// <param name="attributes">The names of the record's attributes.</param>
internal sealed class ItemReader(RecordAttributes attributes)
{
    private static readonly decimal Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly decimal Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <returns>The record; <see langword="null"/> if there is no item.</returns>
    public StoredRecord? Read(Dictionary<string, AttributeValue>? item) => item is null or { Count: 0 } ? null : new()
    {
        Fields = ReadFields(item),
        CommitTokens = ReadTokens(item),
        Expires = ReadTime(item, attributes.Expires),
        AbsoluteExpiry = ReadTime(item, RecordAttributes.AbsoluteExpiry),
        CreatedAt = ReadTime(item, RecordAttributes.CreatedAt),
        Version = ReadNumber(item, RecordAttributes.Version),
        Format = ReadNumber(item, RecordAttributes.Format),
        IdleTimeout = ReadNumber(item, RecordAttributes.IdleTimeout) is { } seconds and > 0 and <= int.MaxValue ? seconds : null,
        UserId = item.GetValueOrDefault(RecordAttributes.User)?.S,
        UserSince = ReadUserSince(item),
        Description = item.GetValueOrDefault(RecordAttributes.Description)?.S,
        LeaseOwner = item.GetValueOrDefault(RecordAttributes.LeaseOwner)?.S,
        LeaseExpires = ReadTime(item, RecordAttributes.LeaseExpires),
        IsPersistent = item.GetValueOrDefault(RecordAttributes.Persistent)?.BOOL == true,
        Ticket = item.GetValueOrDefault(RecordAttributes.Ticket)?.B is { } ticket ? (ReadOnlyMemory<byte>?)ticket.ToArray() : null,
        Origin = ReadOrigin(item),
        SizeBound = ReadNumber(item, RecordAttributes.SizeBound),
        TokensRemovedUpTo = ReadNumber(item, RecordAttributes.TokensRemovedUpTo),
        LatestUnsettled = ReadNumber(item, RecordAttributes.LatestUnsettled),
        IsTombstone = item.ContainsKey(RecordAttributes.Dead),
        WasSignedOut = item.GetValueOrDefault(RecordAttributes.Dead)?.S is TombstoneReason.SignedOut or TombstoneReason.Revoked,
        WasRevoked = item.GetValueOrDefault(RecordAttributes.Dead)?.S == TombstoneReason.Revoked,
        Successor = item.GetValueOrDefault(RecordAttributes.Successor)?.S,
    };

    private Dictionary<string, SessionValue>? ReadFields(Dictionary<string, AttributeValue> item)
    {
        if (item.GetValueOrDefault(attributes.Fields) is not { IsMSet: true, M: { } members })
        {
            return null;
        }

        try
        {
            return members.ToDictionary(member => member.Key, member => AttributeValueJson.ToSessionValue(member.Value), StringComparer.Ordinal);
        }
        catch (FormatException)
        {
            // An item with invalid fields is not a session.
            return null;
        }
    }

    private static Dictionary<string, long>? ReadTokens(Dictionary<string, AttributeValue> item)
    {
        if (item.GetValueOrDefault(RecordAttributes.CommitTokens) is not { IsMSet: true, M: { } members })
        {
            return null;
        }

        var tokens = new Dictionary<string, long>(members.Count, StringComparer.Ordinal);
        foreach (var (token, value) in members)
        {
            // A token without a valid time still proves that its commit was applied. It counts as expired.
            tokens[token] = ToSeconds(value) ?? 0;
        }

        return tokens;
    }

    private static SessionOrigin? ReadOrigin(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(RecordAttributes.Origin) is { IsMSet: true, M: { } members } && members.GetValueOrDefault(OriginValues.Store)?.S is { } store
            ? new SessionOrigin
            {
                Store = store,
                LegacyId = members.GetValueOrDefault(OriginValues.LegacyId)?.S,
                AcceptedUntil = ReadTime(members, OriginValues.AcceptedUntil) is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : default,
                CookiePath = members.GetValueOrDefault(OriginValues.CookiePath)?.S ?? "/",
                CookieDomain = members.GetValueOrDefault(OriginValues.CookieDomain)?.S,
                IsAhead = members.GetValueOrDefault(OriginValues.IsAhead)?.BOOL == true,
                CompletedAt = ReadTime(members, OriginValues.CompletedAt) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
            }
            : null;

    private static long? ReadTime(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? ToSeconds(value) : null;

    private static long? ReadUserSince(Dictionary<string, AttributeValue> item) =>
        ReadNumber(item, RecordAttributes.UserSince) is { } time && UniqueTime.IsTime(time) ? time : null;

    private static long? ReadNumber(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) && long.TryParse(value.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Rounds fractions up, so that comparisons with whole seconds have the same result as in DynamoDB.</summary>
    private static long? ToSeconds(AttributeValue? value) =>
        decimal.TryParse(value?.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= Earliest && seconds <= Latest
            ? (long)decimal.Ceiling(seconds)
            : null;
}
