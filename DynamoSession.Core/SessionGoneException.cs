namespace DynamoSession.Core;

/// <summary>The session ended (signed out, expired, revoked or deleted) before its changes could be written. Nothing was written.</summary>
public sealed class SessionGoneException : SessionException
{
    /// <summary>Describes changes that came too late.</summary>
    /// <param name="message">What was dropped, and why; never an id or a value.</param>
    public SessionGoneException(string message)
        : base(message, innerException: null)
    {
    }
}
