using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Records;

/// <summary>
/// An item of the table as far as it can be understood: what is missing, or of another type than it should be, is
/// <see langword="null"/>. Times are Unix seconds. Immutable.
/// </summary>
internal sealed record StoredRecord
{
    public IReadOnlyDictionary<string, SessionValue>? Fields { get; init; }

    public IReadOnlyDictionary<string, long>? CommitTokens { get; init; }

    public long? Expires { get; init; }

    public long? AbsoluteEnd { get; init; }

    public long? CreatedAt { get; init; }

    public long? Version { get; init; }

    public long? Format { get; init; }

    public long? IdleTimeout { get; init; }

    public string? UserId { get; init; }

    public string? LeaseOwner { get; init; }

    public long? LeaseExpires { get; init; }

    public bool IsPersistent { get; init; }

    public SessionOrigin? Origin { get; init; }

    /// <summary>Whether there is a tombstone, whatever it says.</summary>
    public bool IsDead { get; init; }

    /// <summary>Whether the item has all that a session has.</summary>
    public bool IsSession => this is { Fields: not null, CommitTokens: not null, Expires: not null, CreatedAt: not null, Version: not null, Format: not null };

    public bool HasToken(string token) => CommitTokens is not null && CommitTokens.ContainsKey(token);

    public bool HasIdleTimeout(TimeSpan? idleTimeout) => IdleTimeout == (long?)idleTimeout?.TotalSeconds;

    public bool HasExpired(long now) => Expires <= now || AbsoluteEnd <= now;

    /// <summary>The session, when <see cref="IsSession"/>.</summary>
    public SessionRecord ToSession(string id) => new()
    {
        Id = id,
        Fields = Fields!,
        Version = Version!.Value,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(CreatedAt!.Value),
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Expires!.Value),
        AbsoluteExpiresAt = AbsoluteEnd is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
        IdleTimeout = IdleTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        UserId = UserId,
        IsPersistent = IsPersistent,
        Origin = Origin,
        CommitTokens = CommitTokens!,
    };
}
