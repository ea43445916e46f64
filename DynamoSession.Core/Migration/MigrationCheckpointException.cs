namespace DynamoSession.Core.Migration;

/// <summary>The checkpoint is invalid, or belongs to a different run. Nothing was read or written.</summary>
public sealed class MigrationCheckpointException : SessionException
{
    internal MigrationCheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
