namespace DynamoSession.Core.Events;

/// <summary>A write to the item of a session, as the stream tells it.</summary>
/// <param name="SessionId">The public id.</param>
/// <param name="Before">The item before the write; null if there was none.</param>
/// <param name="After">The item after the write; null if it was deleted.</param>
internal sealed record StreamRecord(string SessionId, StreamImage? Before, StreamImage? After)
{
    /// <summary>Gets whether DynamoDB's time to live deleted the item. A global table says so only in the region where that happened.</summary>
    public bool IsTimeToLive { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public string? SequenceNumber { get; init; }

    public string? EventId { get; init; }
}
