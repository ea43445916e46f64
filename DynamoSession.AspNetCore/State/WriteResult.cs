using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>The outcome of a write.</summary>
/// <param name="State">What is known about the outcome.</param>
/// <param name="Write">The write as last sent; null if none was sent.</param>
internal sealed record WriteResult(WriteState State, SessionWrite? Write)
{
    /// <summary>Gets the session as stored now, as far as this request knows; null unless the write was applied.</summary>
    public SessionRecord? Record { get; init; }

    /// <summary>Gets why the table refused the write; null if it did not.</summary>
    public SessionWriteStatus? Refusal { get; init; }

    /// <summary>Gets the exception for the caller; null if the write was applied.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Gets when the write was first sent, as a timestamp of the clock.</summary>
    public long SentAt { get; init; }
}
