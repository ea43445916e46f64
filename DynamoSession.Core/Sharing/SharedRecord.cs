using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;

namespace DynamoSession.Core.Sharing;

/// <summary>A record that both Express and this package write.</summary>
internal sealed record SharedRecord
{
    private static readonly Dictionary<string, long> NoTokens = [];

    /// <summary>Gets the stored value that contains the session; <see langword="null"/> if this store did not write it.</summary>
    public SessionValue? Content { get; init; }

    /// <summary>Gets the fields, without what Express uses internally.</summary>
    public IReadOnlyDictionary<string, SessionValue>? Fields { get; init; }

    public ExpressCookieFields? Cookie { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets the token of this package's last commit, unless Express has written since.</summary>
    public string? Token { get; init; }

    /// <summary>Gets when this package ended the session.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets the key under which an ended session continues.</summary>
    public string? Successor { get; init; }

    public SessionRecord ToSession(string id, TimeSpan lifetime) => new()
    {
        Id = id,
        Fields = Fields!,
        Version = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Expires!.Value.ToUnixTimeSeconds()),
        AbsoluteExpiresAt = null,
        IdleTimeout = Cookie!.MaxAge ?? lifetime,
        IsPersistent = Cookie.IsPersistent,
        CommitTokens = NoTokens,
        Content = Content,
    };
}
