namespace DynamoSession.Core.Migration;

/// <summary>Keeps how far a run of <see cref="BulkMigration"/> has come, so that one that was killed is resumed.</summary>
/// <remarks>
/// The text has keys of the old table in it, which in most old stores are as good as a cookie: keep it where only the operator can read it,
/// and delete it when the migration is over. There is one run at a time for one checkpoint.
/// </remarks>
public interface IMigrationCheckpoint
{
    /// <summary>Returns what was written last; <see langword="null"/> at first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text, as a whole or not at all, durably.</summary>
    /// <param name="text">A few kilobytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WriteAsync(string text, CancellationToken cancellationToken);
}
