using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Computes the record after a write of this request, as far as this request knows; other requests may have written too.</summary>
internal static class WrittenRecord
{
    public static SessionRecord Of(SessionCreation creation) => new()
    {
        Id = creation.Id,
        Fields = creation.Fields,
        Version = creation.Version,
        CreatedAt = creation.CreatedAt,
        ExpiresAt = creation.ExpiresAt,
        AbsoluteExpiresAt = creation.AbsoluteExpiresAt,
        IdleTimeout = creation.IdleTimeout,
        UserId = creation.UserId,
        UserSince = creation.BoundAt ?? creation.UserSince,
        Description = creation.Description,
        IsPersistent = creation.IsPersistent,
        Ticket = creation.Ticket,
        Origin = creation.Origin,
        CommitTokens = new Dictionary<string, long>(),
        SizeBound = FieldSizes.SizeOf(creation.Fields),
    };

    public static SessionRecord After(SessionRecord record, SessionCommit commit, bool isPersistent) =>
        After(
            record,
            commit.Changes.After(record.Fields),
            record.SizeBound + commit.Changes.LargestGrowth,
            record.Version + 1,
            commit.ExpiresAt,
            commit.AbsoluteExpiresAt,
            commit.IdleTimeout,
            commit.UserId,
            commit.ChangesUser ? commit.UserSince : record.UserSince,
            commit.Ticket,
            commit.Description,
            isPersistent);

    /// <summary>Returns the record after a touch.</summary>
    public static SessionRecord After(SessionRecord record, DateTimeOffset expiresAt) =>
        After(
            record,
            record.Fields,
            record.SizeBound,
            record.Version,
            expiresAt,
            record.AbsoluteExpiresAt,
            record.IdleTimeout,
            record.UserId,
            record.UserSince,
            record.Ticket,
            record.Description,
            record.IsPersistent);

    private static SessionRecord After(
        SessionRecord record,
        IReadOnlyDictionary<string, SessionValue> fields,
        long? sizeBound,
        long version,
        DateTimeOffset expiresAt,
        DateTimeOffset? absoluteExpiresAt,
        TimeSpan? idleTimeout,
        string? userId,
        DateTimeOffset? userSince,
        ReadOnlyMemory<byte>? ticket,
        string? description,
        bool isPersistent)
    {
        var idleEnd = expiresAt > record.ExpiresAt || idleTimeout != record.IdleTimeout ? expiresAt : record.ExpiresAt;
        return new()
        {
            Id = record.Id,
            Fields = fields,
            Version = version,
            CreatedAt = record.CreatedAt,
            ExpiresAt = idleEnd > absoluteExpiresAt ? absoluteExpiresAt.Value : idleEnd,
            AbsoluteExpiresAt = absoluteExpiresAt,
            IdleTimeout = idleTimeout,
            UserId = userId,
            UserSince = userSince,
            Description = description,
            IsPersistent = isPersistent,
            Ticket = ticket,
            Origin = record.Origin,
            CommitTokens = record.CommitTokens,
            SizeBound = sizeBound,
            HasRemovedTokens = record.HasRemovedTokens,
        };
    }
}
