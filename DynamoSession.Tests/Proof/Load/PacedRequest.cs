namespace DynamoSession.Tests.Proof.Load;

/// <summary>One request of a steady stream, and how it went.</summary>
/// <param name="Shopper">Whose session it was on.</param>
/// <param name="Mark">What it wrote; null when it only read.</param>
/// <param name="SentAt">When, from the start of the stream.</param>
/// <param name="Took">Until its answer had been read.</param>
/// <param name="Status">The answer's status.</param>
internal sealed record PacedRequest(int Shopper, string? Mark, TimeSpan SentAt, TimeSpan Took, int Status);
