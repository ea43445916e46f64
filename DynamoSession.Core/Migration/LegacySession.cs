using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration;

/// <summary>A session that was stored by another package, with its values converted to fields.</summary>
internal sealed class LegacySession
{
    /// <summary>Gets the fields by name, except those that the other package uses internally.</summary>
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    /// <summary>Gets the fields that could not be converted, and why. The other fields are unaffected.</summary>
    public IReadOnlyList<LegacyFieldProblem> Problems { get; init; } = [];

    /// <summary>Gets when the legacy record expires; <see langword="null"/> if it has no expiry of its own.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the session's idle timeout; <see langword="null"/> if the record does not contain it.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets whether its cookie outlives the browser.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Gets the path of its cookie.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CookiePath { get; init; } = "/";

    /// <summary>Gets the domain of its cookie; <see langword="null"/> if the cookie is sent to its host only.</summary>
    public string? CookieDomain { get; init; }
}
