using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Records;

/// <summary>
/// The attributes of an item in the session table. Those that are missing or have an unexpected type are <see langword="null"/>. Times
/// are Unix seconds. Immutable.
/// </summary>
internal sealed record StoredRecord
{
    /// <summary>Gets the record of an item that could not be read at all.</summary>
    public static StoredRecord Unreadable { get; } = new();

    public IReadOnlyDictionary<string, SessionValue>? Fields { get; init; }

    public IReadOnlyDictionary<string, long>? CommitTokens { get; init; }

    public long? Expires { get; init; }

    public long? AbsoluteExpiry { get; init; }

    public long? CreatedAt { get; init; }

    public long? Version { get; init; }

    public long? Format { get; init; }

    public int? IdleTimeout { get; init; }

    public string? UserId { get; init; }

    /// <summary>Gets when the session was bound to its user, in microseconds since 1970.</summary>
    public long? UserSince { get; init; }

    public string? Description { get; init; }

    public string? LeaseOwner { get; init; }

    public long? LeaseExpires { get; init; }

    public bool IsPersistent { get; init; }

    /// <summary>Gets the authentication ticket.</summary>
    public ReadOnlyMemory<byte>? Ticket { get; init; }

    public SessionOrigin? Origin { get; init; }

    /// <summary>Gets the upper bound of the fields' size in bytes.</summary>
    public long? SizeBound { get; init; }

    /// <summary>Gets the version up to which commit tokens may have been removed early.</summary>
    public long? TokensRemovedUpTo { get; init; }

    /// <summary>Gets the latest time of a commit token that was removed although its commit might still be repeated.</summary>
    public long? LatestUnsettled { get; init; }

    /// <summary>Gets whether the item is a tombstone.</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Gets whether the item is the tombstone of a session that was signed out or revoked, not of one that continues under another id.</summary>
    public bool WasSignedOut { get; init; }

    /// <summary>Gets whether the item is the tombstone of a session that was revoked.</summary>
    public bool WasRevoked { get; init; }

    /// <summary>Gets the id under which the session of a tombstone continues.</summary>
    public string? Successor { get; init; }

    /// <summary>Gets whether the item has all attributes that a session requires.</summary>
    public bool IsSession => this is { Fields: not null, CommitTokens: not null, Expires: not null, CreatedAt: not null, Version: not null, Format: not null };

    public bool HasToken(string token) => CommitTokens is not null && CommitTokens.ContainsKey(token);

    public bool HasIdleTimeout(TimeSpan? idleTimeout) => IdleTimeout == (long?)idleTimeout?.TotalSeconds;

    public bool HasExpired(long now) => Expires <= now || AbsoluteExpiry <= now;

    /// <summary>Returns the session. Requires <see cref="IsSession"/>.</summary>
    public SessionRecord ToSession(string id, bool isLeased = false) => new()
    {
        Id = id,
        Fields = Fields!,
        Version = Version!.Value,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(CreatedAt!.Value),
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Math.Min(Expires!.Value, AbsoluteExpiry ?? long.MaxValue)),
        AbsoluteExpiresAt = AbsoluteExpiry is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
        IdleTimeout = IdleTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        UserId = UserId,
        UserSince = UserSince is { } since ? UniqueTime.FromMicroseconds(since) : null,
        Description = Description,
        IsPersistent = IsPersistent,
        Ticket = Ticket,
        IsLeased = isLeased,
        Origin = Origin,
        CommitTokens = CommitTokens!,
        SizeBound = SizeBound,
        HasRemovedTokens = TokensRemovedUpTo is not null,
    };
}
