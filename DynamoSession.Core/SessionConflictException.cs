namespace DynamoSession.Core;

/// <summary>The changes could not be committed because other requests changed the session concurrently. Nothing was written.</summary>
public sealed class SessionConflictException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was not written, and why. Must not contain an id or a value.</param>
    public SessionConflictException(string message)
        : base(message, innerException: null)
    {
    }
}
