namespace DynamoSession.Core;

/// <summary>The common base of everything that can go wrong with a session, apart from wrong arguments and cancellation.</summary>
/// <remarks>A message names the table, the operation, the field and the remedy; it never contains a session id or a field's value.</remarks>
public abstract class SessionException : Exception
{
    private protected SessionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
