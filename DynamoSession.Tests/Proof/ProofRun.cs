using System.Globalization;

namespace DynamoSession.Tests.Proof;

/// <summary>How much the tests of category <see cref="Category"/> try, and from which random numbers.</summary>
internal static class ProofRun
{
    public const string Category = "Proof";

    /// <summary>Gets whether the long version was asked for, by DYNAMOSESSION_PROOF=long; else CI's.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("DYNAMOSESSION_PROOF") == "long";

    public static int Size(int ci, int @long) => IsLong ? @long : ci;

    /// <summary>Returns the seed of DYNAMOSESSION_PROOF_SEED, else another one each time, and prints it.</summary>
    public static int NewSeed()
    {
        var given = Environment.GetEnvironmentVariable("DYNAMOSESSION_PROOF_SEED");
        var seed = string.IsNullOrEmpty(given) ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Again with: DYNAMOSESSION_PROOF_SEED={seed}"));
        return seed;
    }
}
