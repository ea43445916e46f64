namespace DynamoSession.Core;

/// <summary>The base class of all exceptions about sessions, other than invalid arguments and cancellation.</summary>
/// <remarks>Messages name the table, the operation, the field and the remedy. They never contain a session id or a field's value.</remarks>
public abstract class SessionException : Exception
{
    private protected SessionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
