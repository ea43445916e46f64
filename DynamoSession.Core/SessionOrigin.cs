namespace DynamoSession.Core;

/// <summary>Says of a migrated session where it comes from, and whether the cookie of those days still opens it.</summary>
internal sealed record SessionOrigin
{
    /// <summary>Gets which of the old stores it was, for example <c>express</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Gets the session's id in the old store; <see langword="null"/> once the old record is gone and the old cookie opens nothing.</summary>
    public string? LegacyId { get; init; }

    /// <summary>Gets until when the old cookie opens the session unless the new one comes back before, to the second.</summary>
    public DateTimeOffset OpensUntil { get; init; }

    /// <summary>
    /// Gets whether it is a copy made ahead of time, for the report alone: as long as nobody has come with the old cookie, the old
    /// record decides, and the copy is made again from it.
    /// </summary>
    public bool IsAhead { get; init; }

    /// <summary>Gets the path that the old cookie was set for.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; init; } = "/";

    /// <summary>Gets the domain that the old cookie was set for; <see langword="null"/> for the host alone.</summary>
    public string? CookieDomain { get; init; }

    /// <summary>Gets when the migration was completed, to the second; <see langword="null"/> while the old cookie opens the session.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
