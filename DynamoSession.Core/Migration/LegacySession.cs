using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration;

/// <summary>A session that another package has stored, converted to fields of ours.</summary>
internal sealed class LegacySession
{
    /// <summary>Gets the fields by name, without those that the other package keeps for itself.</summary>
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    /// <summary>Gets the fields that could not be taken over, and why. The rest of the session is as it was.</summary>
    public IReadOnlyList<LegacyFieldProblem> Problems { get; init; } = [];

    /// <summary>Gets when the old record ends; <see langword="null"/> when it has no end of its own.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets how long the session lives after it was last used; <see langword="null"/> when the record does not tell.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets whether its cookie outlives the browser.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Gets the path that its cookie was set for.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; init; } = "/";

    /// <summary>Gets the domain that its cookie was set for; <see langword="null"/> for the host alone.</summary>
    public string? CookieDomain { get; init; }
}
