using System.Globalization;

namespace DynamoSession.Tests.Proof;

/// <summary>The size and the seed of the tests of category <see cref="Category"/>.</summary>
internal static class ProofRun
{
    public const string Category = "Proof";

    private const string SizeVariable = "DYNAMOSESSION_PROOF";
    private const string SeedVariable = "DYNAMOSESSION_PROOF_SEED";

    /// <summary>Gets the size set by DYNAMOSESSION_PROOF, <c>ci</c> or <c>long</c>; <see cref="ProofSize.Small"/> if it is unset.</summary>
    public static ProofSize Size { get; } = SizeOf(Environment.GetEnvironmentVariable(SizeVariable));

    /// <summary>Gets whether the size is <see cref="ProofSize.Small"/>, at which a test may run only some of its cases.</summary>
    public static bool IsSmall => Size == ProofSize.Small;

    public static int Count(int small, int ci, int @long) => Size switch
    {
        ProofSize.Small => small,
        ProofSize.CI => ci,
        _ => @long,
    };

    /// <summary>Returns the seed set by DYNAMOSESSION_PROOF_SEED, or a random one, and prints it.</summary>
    public static int NewSeed()
    {
        var given = Environment.GetEnvironmentVariable(SeedVariable);
        var seed = string.IsNullOrEmpty(given) ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"To repeat this run, set {SeedVariable}={seed}"));
        return seed;
    }

    private static ProofSize SizeOf(string? text) => text switch
    {
        null or "" => ProofSize.Small,
        "ci" => ProofSize.CI,
        "long" => ProofSize.Long,
        _ => throw new InvalidOperationException($"{SizeVariable} is '{text}'; it must be 'ci', 'long' or unset."),
    };
}
