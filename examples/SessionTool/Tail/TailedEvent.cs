using DynamoSession.Core.Events;

namespace SessionTool.Tail;

/// <summary>What is shown of an event: names of fields, never their values.</summary>
internal sealed record TailedEvent(
    DateTimeOffset? At, string Event, string SessionId, string? UserId, string? Reason, string? ContinuesAs, IReadOnlyList<string>? Set, IReadOnlyList<string>? Removed)
{
    public static TailedEvent Of(SessionEvent sessionEvent) => sessionEvent switch
    {
        SessionCreatedEvent => Plain(sessionEvent, "created"),
        SessionContinuedEvent => Plain(sessionEvent, "continued"),
        SessionExpiryChangedEvent => Plain(sessionEvent, "extended"),
        SessionChangedEvent changed => Plain(sessionEvent, "changed") with { Set = changed.SetFields, Removed = changed.RemovedFields },
        SessionRenewedEvent renewed => Plain(sessionEvent, "renewed") with { ContinuesAs = renewed.SuccessorId },
        SessionEndedEvent ended => Plain(sessionEvent, "ended") with { Reason = NameOf(ended.Reason) },
        _ => Plain(sessionEvent, "other"),
    };

    /// <summary>Gets the rest of the line that is shown for people.</summary>
    public string Details => string.Join(' ', new[] { Reason, ContinuesAs, Named("set", Set), Named("removed", Removed) }.OfType<string>());

    private static TailedEvent Plain(SessionEvent sessionEvent, string name) =>
        new(sessionEvent.OccurredAt, name, sessionEvent.SessionId, sessionEvent.UserId, Reason: null, ContinuesAs: null, Set: null, Removed: null);

    private static string? Named(string what, IReadOnlyList<string>? names) => names is { Count: > 0 } ? $"{what}: {string.Join(", ", names)}" : null;

    private static string NameOf(SessionEndReason reason) => reason switch
    {
        SessionEndReason.SignedOut => "signed out",
        SessionEndReason.Expired => "expired",
        SessionEndReason.Revoked => "revoked",
        SessionEndReason.Deleted => "deleted",
        _ => "unknown",
    };
}
