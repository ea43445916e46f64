using System.Globalization;

namespace DynamoSession.Tests.Proof;

/// <summary>How much the tests of category <see cref="Category"/> try, and from which random numbers.</summary>
internal static class ProofRun
{
    public const string Category = "Proof";

    private const string SizeVariable = "DYNAMOSESSION_PROOF";
    private const string SeedVariable = "DYNAMOSESSION_PROOF_SEED";

    /// <summary>Gets the size that DYNAMOSESSION_PROOF names: <c>ci</c> or <c>long</c>; without it, <see cref="ProofSize.Small"/>.</summary>
    public static ProofSize Size { get; } = SizeOf(Environment.GetEnvironmentVariable(SizeVariable));

    /// <summary>Gets whether the size is <see cref="ProofSize.Small"/>, at which a test may run some of its cases only.</summary>
    public static bool IsSmall => Size == ProofSize.Small;

    public static int Count(int small, int ci, int @long) => Size switch
    {
        ProofSize.Small => small,
        ProofSize.CI => ci,
        _ => @long,
    };

    /// <summary>Returns the seed of DYNAMOSESSION_PROOF_SEED, else another one each time, and prints it.</summary>
    public static int NewSeed()
    {
        var given = Environment.GetEnvironmentVariable(SeedVariable);
        var seed = string.IsNullOrEmpty(given) ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Again with: {SeedVariable}={seed}"));
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
