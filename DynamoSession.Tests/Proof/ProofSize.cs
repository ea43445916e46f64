namespace DynamoSession.Tests.Proof;

/// <summary>How much the tests of category <see cref="ProofRun.Category"/> try.</summary>
internal enum ProofSize
{
    /// <summary>What <c>dotnet test</c> tries: enough to show that a proof works, in seconds.</summary>
    Small,

    /// <summary>What every change is tried with before it is merged, in minutes.</summary>
    CI,

    /// <summary>What a release is tried with, in hours.</summary>
    Long,
}
