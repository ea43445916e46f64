namespace DynamoSession.Tests.Proof;

/// <summary>How many cases the tests of category <see cref="ProofRun.Category"/> run.</summary>
internal enum ProofSize
{
    /// <summary>The default of <c>dotnet test</c>: runs every proof, in seconds.</summary>
    Small,

    /// <summary>Run for every change before it is merged, in minutes.</summary>
    CI,

    /// <summary>Run before a release, in hours.</summary>
    Long,
}
