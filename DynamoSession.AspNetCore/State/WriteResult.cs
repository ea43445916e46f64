using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>What came of a write.</summary>
/// <param name="State">What is known of it.</param>
/// <param name="Write">The write, as it was sent last; null when none was sent.</param>
internal sealed record WriteResult(WriteState State, SessionWrite? Write)
{
    /// <summary>Gets the session as it is stored now, as far as this request knows; null unless the write was applied.</summary>
    public SessionRecord? Record { get; init; }

    /// <summary>Gets why the table has refused it; null unless it has.</summary>
    public SessionWriteStatus? Refusal { get; init; }

    /// <summary>Gets what the caller is to be told; null when the write was applied.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Gets when the write was sent first, as a timestamp of the clock.</summary>
    public long SentAt { get; init; }
}
