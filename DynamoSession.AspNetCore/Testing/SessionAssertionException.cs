namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// Thrown when a session differs from what the test expects. The message shows the difference, one line per field, with the values. Every
/// test framework reports it as a failure.
/// </summary>
public sealed class SessionAssertionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The difference.</param>
    public SessionAssertionException(string message)
        : base(message)
    {
    }
}
