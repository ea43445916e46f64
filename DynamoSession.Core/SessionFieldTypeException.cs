namespace DynamoSession.Core;

/// <summary>A field was read, incremented or appended to as something it is not. The stored value is untouched.</summary>
public sealed class SessionFieldTypeException : SessionException
{
    /// <summary>Describes a field of another type.</summary>
    /// <param name="message">The field, what is stored, and what was wanted; never the value.</param>
    /// <param name="innerException">The refusal as the SDK reported it, when DynamoDB found out.</param>
    public SessionFieldTypeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
