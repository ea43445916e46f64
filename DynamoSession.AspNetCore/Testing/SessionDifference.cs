namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// The difference between a session and the one that a test expects. It is not a string, because test frameworks shorten strings but
/// print other objects in full.
/// </summary>
public sealed class SessionDifference
{
    private readonly string _text;

    internal SessionDifference(string text) => _text = text;

    /// <summary>Returns the difference, one line per field, with the values.</summary>
    public override string ToString() => _text;
}
