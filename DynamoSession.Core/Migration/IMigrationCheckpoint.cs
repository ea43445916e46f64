namespace DynamoSession.Core.Migration;

/// <summary>Stores the progress of a <see cref="BulkMigration"/>, so that an interrupted run can be resumed.</summary>
/// <remarks>
/// The text contains keys of the legacy table. In most legacy stores a key is as powerful as the cookie, so store the text where only the
/// operator can read it, and delete it after the migration. A checkpoint must not be used by two runs at the same time.
/// </remarks>
public interface IMigrationCheckpoint
{
    /// <summary>Returns the text that was written last; <see langword="null"/> if there is none.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text atomically and durably.</summary>
    /// <param name="text">The text, a few kilobytes.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task WriteAsync(string text, CancellationToken cancellationToken);
}
