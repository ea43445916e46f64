namespace DynamoSession.Core;

/// <summary>The session has ended (signed out, renewed, revoked, expired or deleted), so its changes could not be committed. Nothing was written.</summary>
public sealed class SessionGoneException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was not written, and why. Must not contain an id or a value.</param>
    public SessionGoneException(string message)
        : base(message, innerException: null)
    {
    }
}
