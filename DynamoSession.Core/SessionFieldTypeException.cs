namespace DynamoSession.Core;

/// <summary>A field's stored type does not allow it to be read, incremented or appended to as requested. The stored value is unchanged.</summary>
public sealed class SessionFieldTypeException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The field, its stored type and the requested one. Must not contain the value.</param>
    /// <param name="innerException">The SDK's exception, if DynamoDB reported the mismatch.</param>
    public SessionFieldTypeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
