using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace SessionTool.Sessions;

/// <summary>What is shown of one session.</summary>
internal sealed record StoredSession
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public string? UserId { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? AbsoluteExpiresAt { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    public bool IsPersistent { get; init; }

    public bool IsLeased { get; init; }

    public long? Version { get; init; }

    public int? TicketBytes { get; init; }

    public IReadOnlyList<StoredField> Fields { get; init; } = [];

    public static StoredSession Of(string id, SessionLoadResult result, bool showsValues) => result.Record is not { } record
        ? new() { Id = id, Status = NameOf(result) }
        : new()
        {
            Id = id,
            Status = NameOf(result),
            UserId = record.UserId,
            Description = record.Description,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
            AbsoluteExpiresAt = record.AbsoluteExpiresAt,
            IdleTimeout = record.IdleTimeout,
            IsPersistent = record.IsPersistent,
            IsLeased = record.IsLeased,
            Version = record.Version,
            TicketBytes = record.Ticket?.Length,
            Fields = [.. record.Fields.Select(field => StoredField.Of(field.Key, field.Value, showsValues)).OrderByDescending(field => field.Bytes)],
        };

    private static string NameOf(SessionLoadResult result) => result.Status switch
    {
        SessionLoadStatus.Live => "live",
        SessionLoadStatus.Missing => "no such session",
        SessionLoadStatus.Expired => "expired",
        SessionLoadStatus.Dead when result.HasSuccessor => "renewed: it continues under another id",
        SessionLoadStatus.Dead => "ended",
        SessionLoadStatus.Unreadable => "not a session",
        _ => "unknown",
    };
}

/// <summary>What is shown of one field.</summary>
internal sealed record StoredField(string Name, SessionValueKind Kind, int Bytes, JsonElement? Value)
{
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="showsValue">Whether the value may be shown.</param>
    public static StoredField Of(string name, SessionValue value, bool showsValue) =>
        new(name, value.Kind, value.GetSize(), showsValue ? JsonElement.Parse(value.Utf8Json.Span) : null);
}
