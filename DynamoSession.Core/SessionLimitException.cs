namespace DynamoSession.Core;

/// <summary>The user has as many sessions as the application allows; nothing was written.</summary>
public sealed class SessionLimitException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was not written, and the remedy. Must not contain an id or a value.</param>
    public SessionLimitException(string message)
        : base(message, innerException: null)
    {
    }
}
