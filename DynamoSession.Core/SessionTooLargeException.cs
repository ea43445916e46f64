namespace DynamoSession.Core;

/// <summary>The session is larger than the application, or DynamoDB, allows. Nothing was written.</summary>
public sealed class SessionTooLargeException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The limit, the names of the largest fields, and the remedy. Must not contain a value.</param>
    /// <param name="innerException">The SDK's exception, if DynamoDB rejected the item.</param>
    public SessionTooLargeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
