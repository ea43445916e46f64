namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Reads legacy records page by page, within the run's capacity budget.</summary>
internal interface ILegacyRecords
{
    /// <summary>Gets the legacy store, see <see cref="LegacyStoreNames"/>.</summary>
    string Store { get; }

    /// <summary>Gets what identifies these records, for the checkpoint.</summary>
    string Description { get; }

    /// <summary>Gets whether a record can be read again and deleted.</summary>
    bool IsTable { get; }

    /// <param name="segment">The index of the segment.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="position">Where the previous page ended; null for the first page.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken);

    /// <summary>Reads the current version of a record.</summary>
    /// <returns>The record; null if there is none.</returns>
    Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes a record if it has not changed since it was read.</summary>
    Task<LegacyDeletion> DeleteAsync(LegacyRecord record, CancellationToken cancellationToken);

    /// <summary>Returns whether a text from a checkpoint is a position, or the key of a record.</summary>
    bool IsPosition(string text);
}
