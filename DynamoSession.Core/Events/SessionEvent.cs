namespace DynamoSession.Core.Events;

/// <summary>
/// Something that happened to a session, as a record of the table's stream tells it. The derived types say what:
/// <see cref="SessionCreatedEvent"/>, <see cref="SessionContinuedEvent"/>, <see cref="SessionChangedEvent"/>,
/// <see cref="SessionExpiryChangedEvent"/>, <see cref="SessionRenewedEvent"/> and <see cref="SessionEndedEvent"/>.
/// </summary>
/// <remarks>
/// <para>
/// Events contain names of fields, but never a field's value. They contain ids of users, so their text representation is the name of
/// their type only.
/// </para>
/// <para>
/// The events of one session id are in order in the stream, but a consumer may get any of them again, and those of different ids in any
/// order. Keep the latest state of each id by its <see cref="OrderKey"/>; counting events up and down gives wrong results.
/// </para>
/// </remarks>
public abstract class SessionEvent
{
    private const int LongestSequenceNumber = 40;

    private protected SessionEvent()
    {
    }

    /// <summary>Gets the session's public id: the table key without its prefix. It does not grant access to the session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Gets the user that the session is bound to, or was bound to until it ended; <see langword="null"/> for no user.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// Gets when the session expires unless it is used again, in whole seconds; <see langword="null"/> if it is no longer live under this id.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when the item was written, to about a second, by DynamoDB's clock; <see langword="null"/> if the record doesn't say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Gets the sequence number of the stream record, by which a Lambda function reports a failure; <see langword="null"/> if it has none.</summary>
    public string? SequenceNumber { get; init; }

    /// <summary>Gets the id of the stream record, which is the same when it is delivered again; <see langword="null"/> if it has none.</summary>
    public string? EventId { get; init; }

    /// <summary>
    /// Gets the sequence number in a form whose ordinal comparison orders the events of one session id: padded with zeros to 40 digits.
    /// <see langword="null"/> if the record has no sequence number.
    /// </summary>
    public string? OrderKey => SequenceNumber?.PadLeft(LongestSequenceNumber, '0');

    /// <summary>Gets whether the session is live under this id after the event, until <see cref="ExpiresAt"/>.</summary>
    public abstract bool IsLive { get; }

    /// <summary>Returns only the type's name, so that the id of a user never gets into a log by accident.</summary>
    public sealed override string ToString() => GetType().Name;
}
