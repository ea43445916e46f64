namespace DynamoSession.Core;

/// <summary>Where a migrated session comes from, and whether its legacy cookie is still accepted.</summary>
internal sealed record SessionOrigin
{
    /// <summary>Gets the legacy store, for example <c>express</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Gets the session's id in the legacy store; <see langword="null"/> once the migration is completed and the legacy cookie is no longer accepted.</summary>
    public string? LegacyId { get; init; }

    /// <summary>Gets until when the legacy cookie is accepted unless the migration is completed earlier, in whole seconds.</summary>
    public DateTimeOffset AcceptedUntil { get; init; }

    /// <summary>
    /// Gets whether the session is a copy made ahead by a bulk migration. Until a request with the legacy cookie migrates the session, the
    /// legacy record is authoritative and the copy may be replaced.
    /// </summary>
    public bool IsAhead { get; init; }

    /// <summary>Gets the path of the legacy cookie.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; init; } = "/";

    /// <summary>Gets the domain of the legacy cookie; <see langword="null"/> if it is sent to its host only.</summary>
    public string? CookieDomain { get; init; }

    /// <summary>Gets when the migration was completed, in whole seconds; <see langword="null"/> while the legacy cookie is accepted.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
