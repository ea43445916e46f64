namespace DynamoSession.Core;

/// <summary>Other requests kept changing the session, so that these changes could not be written. Nothing was written.</summary>
public sealed class SessionConflictException : SessionException
{
    /// <summary>Describes changes that lost against others.</summary>
    /// <param name="message">What was dropped, and why; never an id or a value.</param>
    public SessionConflictException(string message)
        : base(message, innerException: null)
    {
    }
}
