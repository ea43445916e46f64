namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>A broken guarantee.</summary>
/// <param name="Kind">Which guarantee.</param>
/// <param name="Reason">The evidence.</param>
internal sealed record Violation(ViolationKind Kind, string Reason);
