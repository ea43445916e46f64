namespace DynamoSession.Core.Records;

/// <summary>The names of a session record's attributes. Changing a name makes stored sessions unreadable.</summary>
internal sealed class RecordAttributes
{
    public const string AbsoluteExpiry = "abs";
    public const string CreatedAt = "iat";
    public const string Version = "ver";
    public const string CommitTokens = "rt";
    public const string IdleTimeout = "idle";
    public const string User = "uid";
    public const string Dead = "dead";
    public const string Successor = "next";
    public const string Format = "fmt";
    public const string LeaseOwner = "lk";
    public const string LeaseExpires = "lkx";
    public const string Persistent = "keep";
    public const string Origin = "old";
    public const string SizeBound = "sz";
    public const string TokensRemovedUpTo = "rtv";
    public const string LatestUnsettled = "rtx";
    public const string Ticket = "auth";
    public const string Description = "who";
    public const string UserSince = "since";
    public const string RevokedAt = "rev";
    public const string Spared = "spared";
    public const string Registrations = "ids";

    /// <summary>The names above, which must not be used in options.</summary>
    public static readonly IReadOnlyList<string> Fixed =
    [
        AbsoluteExpiry, CreatedAt, Version, CommitTokens, IdleTimeout, User, Dead, Successor, Format, LeaseOwner, LeaseExpires, Persistent, Origin,
        SizeBound, TokensRemovedUpTo, LatestUnsettled, Ticket, Description, UserSince, RevokedAt, Spared, Registrations,
    ];

    public const string UserIndex = "byUser";

    public required string Key { get; init; }

    public required string Fields { get; init; }

    public required string Expires { get; init; }
}
