namespace DynamoSession.Core;

/// <summary>The session is larger than the application, or DynamoDB, allows. Nothing was written.</summary>
public sealed class SessionTooLargeException : SessionException
{
    /// <summary>Describes a session that is too large.</summary>
    /// <param name="message">The limit, the largest fields by name, and the remedy; never a value.</param>
    /// <param name="innerException">The refusal as the SDK reported it, when DynamoDB found out.</param>
    public SessionTooLargeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
