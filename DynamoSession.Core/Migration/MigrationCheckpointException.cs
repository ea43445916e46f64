namespace DynamoSession.Core.Migration;

/// <summary>The checkpoint cannot be used: it is of another run, or no checkpoint. Nothing was read or written.</summary>
public sealed class MigrationCheckpointException : SessionException
{
    internal MigrationCheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
