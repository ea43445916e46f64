namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>A broken promise.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Reason">What shows it.</param>
internal sealed record Violation(ViolationKind Kind, string Reason);
