namespace DynamoSession.Tests.Support.Dynalite;

/// <summary>A call that two implementations of DynamoDB understand differently.</summary>
/// <param name="Call">The call, with its expressions.</param>
/// <param name="First">What the first made of it: its error, or the item.</param>
/// <param name="Second">What the second made of it.</param>
internal sealed record Disagreement(string Call, string First, string Second);
