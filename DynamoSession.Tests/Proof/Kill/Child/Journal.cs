namespace DynamoSession.ProofChild;

/// <summary>
/// Tells the test what the table has acknowledged, and what it has refused for certain. Each line ends with a full stop: what has none
/// was cut by the end of this process.
/// </summary>
internal sealed class Journal
{
    private readonly Lock _lock = new();

    /// <summary>An answer of 200, and the cookie that came with it.</summary>
    public void Committed(string commit, string line, string? cookie) => Write($"ok {commit} {line} {cookie ?? "-"} .");

    /// <summary>An answer of 409: the commit must not be found.</summary>
    public void Refused(string commit, string line) => Write($"no {commit} {line} - .");

    /// <summary>Any other answer: the commit may be found or not.</summary>
    public void InDoubt(string commit, string line) => Write($"in-doubt {commit} {line} - .");

    private void Write(string text)
    {
        lock (_lock)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }
}
