namespace DynamoSession.Core.Events;

/// <summary>
/// A stream record could not be read: it is malformed, has no images, has another key than the options say, or was written by a newer version.
/// The message says what and where, and never contains a value.
/// </summary>
/// <remarks>Reading the same record again has the same outcome, so a consumer that retries must have a limit.</remarks>
public sealed class SessionEventException : SessionException
{
    internal SessionEventException(string message, string? sequenceNumber)
        : base(message, innerException: null) => SequenceNumber = sequenceNumber;

    /// <summary>
    /// Gets the sequence number of the record, by which a Lambda function reports it as failed; <see langword="null"/> if it could not be read,
    /// or if the whole event could not.
    /// </summary>
    public string? SequenceNumber { get; }
}
