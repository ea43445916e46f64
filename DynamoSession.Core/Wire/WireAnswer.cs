using Amazon.Runtime;

namespace DynamoSession.Core.Wire;

/// <summary>What came of a request, and the JSON of the response.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Body">
/// The response's JSON in an array of its own, which nothing else ever writes to; empty if there was no response. After a failed condition, it
/// contains the stored item as <c>Item</c> if the request asked for it.
/// </param>
/// <param name="IsVerified">Whether DynamoDB's checksum has confirmed the body, so that it is certainly valid JSON.</param>
/// <param name="Refusal">The SDK's exception, if DynamoDB has refused the request for good.</param>
internal sealed record WireAnswer(WireOutcome Outcome, ReadOnlyMemory<byte> Body, bool IsVerified, AmazonServiceException? Refusal = null)
{
    /// <summary>Gets the answer to a request that the SDK must make.</summary>
    public static WireAnswer Unanswered { get; } = new(WireOutcome.Unanswered, Body: default, IsVerified: false);

    /// <summary>Gets the answer to a request that the SDK must make, after a pause, because DynamoDB can't keep up.</summary>
    public static WireAnswer Overloaded { get; } = Unanswered with { NeedsPause = true };

    /// <summary>Gets whether to pause before the request is made again.</summary>
    public bool NeedsPause { get; private init; }
}
