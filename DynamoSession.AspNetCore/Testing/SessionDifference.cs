namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// In what a session is not as a test expected it. Not a string, because test frameworks shorten those that they print, and print
/// everything else as it is.
/// </summary>
public sealed class SessionDifference
{
    private readonly string _text;

    internal SessionDifference(string text) => _text = text;

    /// <summary>Returns the difference, a line for each field, with the values.</summary>
    public override string ToString() => _text;
}
