using DynamoSession.Core.Fields;

namespace DynamoSession.Core;

/// <summary>A live session as it was loaded from the table.</summary>
public sealed class SessionRecord
{
    /// <summary>Gets the public id: the table key without its prefix. It opens nothing.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the fields by name.</summary>
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    /// <summary>Gets the number of commits since the session was created.</summary>
    public required long Version { get; init; }

    /// <summary>Gets when the session was created, to the second.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the session ends unless it is used again, to the second.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets when the session ends however much it is used, to the second; <see langword="null"/> for never.</summary>
    public required DateTimeOffset? AbsoluteExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout; <see langword="null"/> when the application's applies.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the user that the session is bound to; <see langword="null"/> for none.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets whether the session's cookie outlives the browser, whatever the application's does.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Gets where the session comes from; <see langword="null"/> when it began here.</summary>
    internal SessionOrigin? Origin { get; init; }

    /// <summary>Gets what the fields were read from, where the table compares with it; <see langword="null"/> elsewhere.</summary>
    internal SessionValue? Content { get; init; }

    /// <summary>Gets the tokens of recent commits, each with its time in Unix seconds.</summary>
    public required IReadOnlyDictionary<string, long> CommitTokens { get; init; }
}
