using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;

namespace DynamoSession.Core.Sharing;

/// <summary>An item that Express and we both write.</summary>
internal sealed record SharedRecord
{
    private static readonly Dictionary<string, long> NoTokens = [];

    /// <summary>Gets the attribute that holds the session, as it is stored; <see langword="null"/> when it is none of this store.</summary>
    public SessionValue? Content { get; init; }

    /// <summary>Gets the fields, without what belongs to Express.</summary>
    public IReadOnlyDictionary<string, SessionValue>? Fields { get; init; }

    public ExpressCookieFields? Cookie { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets the token of the last commit of ours, unless Express has written since.</summary>
    public string? Token { get; init; }

    /// <summary>Gets when we ended the session.</summary>
    public DateTimeOffset? EndedAt { get; init; }

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
