namespace DynamoSession.Tests.Support;

/// <summary>What a machine may lack: Java, npm, PHP. There a test is skipped, and says what would let it run; CI must have everything.</summary>
internal static class Requirement
{
    public static bool IsCI => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Skips the running test; in CI returns what it fails with.</summary>
    public static Exception Missing(string remedy, Exception cause)
    {
        if (!IsCI)
        {
            Assert.Ignore(remedy);
        }

        return new InvalidOperationException(remedy, cause);
    }
}
