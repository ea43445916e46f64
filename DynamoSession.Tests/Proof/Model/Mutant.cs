namespace DynamoSession.Tests.Proof.Model;

/// <summary>The bug of a <see cref="MutantTable"/>.</summary>
public enum Mutant
{
    KeepsRemovedFields,
    IgnoresTouches,
    IgnoresDestroy,
    LeavesThePreviousIdLive,
    IgnoresUserChanges,
}
