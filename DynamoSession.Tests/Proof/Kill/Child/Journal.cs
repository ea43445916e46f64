namespace DynamoSession.ProofChild;

/// <summary>
/// Reports to the test which commits were acknowledged, refused or left in doubt. Each line ends with a full stop; one without was cut
/// off when this process was killed.
/// </summary>
internal sealed class Journal
{
    private readonly Lock _lock = new();

    /// <summary>The response was a 200, perhaps with a cookie.</summary>
    public void Committed(string commit, string lineage, string? cookie) => Write($"ok {commit} {lineage} {cookie ?? "-"} .");

    /// <summary>The response was a 409: the commit must not be stored.</summary>
    public void Refused(string commit, string lineage) => Write($"no {commit} {lineage} - .");

    /// <summary>Any other response: the commit may or may not be stored.</summary>
    public void InDoubt(string commit, string lineage) => Write($"in-doubt {commit} {lineage} - .");

    private void Write(string text)
    {
        lock (_lock)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }
}
