namespace DynamoSession.Core.Events;

/// <summary>A session was created: by a visitor without one, or from a legacy session.</summary>
/// <remarks>The copy that a renewal makes is not a new session, so it is a <see cref="SessionContinuedEvent"/>.</remarks>
public sealed class SessionCreatedEvent : SessionEvent
{
    /// <summary>
    /// Gets the package that the session was migrated from: <c>express</c>, <c>laravel</c> or <c>cache</c>; <see langword="null"/> if it was
    /// not migrated.
    /// </summary>
    public string? MigratedFrom { get; init; }

    /// <summary>
    /// Gets the end of the session that had the same id, which no other event tells of: it had expired, and DynamoDB's time to live had not
    /// deleted it yet. <see langword="null"/> if there was none.
    /// </summary>
    /// <value>Only set for sessions whose ids are reused: with <c>app.UseSession()</c>, and for migrated sessions.</value>
    public SessionEndedEvent? Replaced { get; init; }

    /// <inheritdoc/>
    public override bool IsLive => true;
}
