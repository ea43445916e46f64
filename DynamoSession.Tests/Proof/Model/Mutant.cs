namespace DynamoSession.Tests.Proof.Model;

/// <summary>What <see cref="MutantTable"/> does wrong.</summary>
public enum Mutant
{
    KeepsRemovedFields,
    IgnoresTouches,
    IgnoresDestroy,
    LeavesTheOldIdAlive,
    ForgetsTheUser,
}
