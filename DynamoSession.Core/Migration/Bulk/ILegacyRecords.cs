namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Reads old records, page by page, within the run's capacity.</summary>
internal interface ILegacyRecords
{
    /// <summary>Gets which of the old stores it is, see <see cref="LegacyStoreNames"/>.</summary>
    string Store { get; }

    /// <summary>Gets what tells these records from others, for the checkpoint.</summary>
    string Description { get; }

    /// <summary>Gets whether a record can be read again and removed.</summary>
    bool IsTable { get; }

    /// <param name="segment">Which part.</param>
    /// <param name="segments">Of how many.</param>
    /// <param name="position">Where the last page has ended; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken);

    /// <summary>Reads a record as it is now.</summary>
    /// <returns>Null when there is none.</returns>
    Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a record if it is as it was read.</summary>
    Task<LegacyRemoval> RemoveAsync(LegacyRecord record, CancellationToken cancellationToken);
}
