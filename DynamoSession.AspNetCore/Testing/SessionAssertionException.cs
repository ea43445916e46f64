namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// A session is not as the test expected it. The message shows the difference, a line for each field, with the values. Every test
/// framework reports it as a failure.
/// </summary>
public sealed class SessionAssertionException : Exception
{
    /// <summary>Reports a difference.</summary>
    /// <param name="message">The difference.</param>
    public SessionAssertionException(string message)
        : base(message)
    {
    }
}
