namespace DynamoSession.Tests.Proof.Load;

/// <summary>One request of a steady stream, and its outcome.</summary>
/// <param name="Shopper">The user whose session it used.</param>
/// <param name="Mark">What it wrote; null if it only read.</param>
/// <param name="SentAt">When it was sent, from the start of the stream.</param>
/// <param name="Took">How long it took until its response had been read.</param>
/// <param name="Status">The response's status.</param>
internal sealed record PacedRequest(int Shopper, string? Mark, TimeSpan SentAt, TimeSpan Took, int Status);
