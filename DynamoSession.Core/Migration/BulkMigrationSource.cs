using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Bulk;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration;

/// <summary>Where a <see cref="BulkMigration"/> finds the old sessions.</summary>
public sealed class BulkMigrationSource
{
    private readonly Func<BulkServices, ILegacyRecords> _open;
    private readonly LegacyTable? _table;

    private BulkMigrationSource(bool isTable, LegacyTable? table, Func<BulkServices, ILegacyRecords> open)
    {
        IsTable = isTable;
        _table = table;
        _open = open;
    }

    /// <summary>Gets whether the old records are in a table, where they can be read again and removed.</summary>
    public bool IsTable { get; }

    /// <summary>Scans a table of Express's.</summary>
    /// <param name="dynamoDb">The client, which is never disposed here.</param>
    /// <param name="options">The table, by name. Its key attribute and prefix, if given, hold for every format.</param>
    /// <param name="format">The store that wrote it.</param>
    public static BulkMigrationSource FromExpress(IAmazonDynamoDB dynamoDb, LegacyTableOptions options, ExpressFormat format)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.TableName, new ExpressItems(format, options));
    }

    /// <summary>Scans the table of Laravel's DynamoDB cache.</summary>
    /// <param name="dynamoDb">The client, which is never disposed here.</param>
    /// <param name="options">The Laravel application. The table's name must be set; a key of the application, if sessions are encrypted.</param>
    public static BulkMigrationSource FromLaravel(IAmazonDynamoDB dynamoDb, LaravelSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.Table.TableName, new LaravelItems(options));
    }

    /// <summary>Scans the table of AWS's distributed cache, for Microsoft's sessions.</summary>
    /// <param name="dynamoDb">The client, which is never disposed here.</param>
    /// <param name="options">The table, by name. The prefix is all that stands before the session's key, by default <c>dc:</c>.</param>
    public static BulkMigrationSource FromDistributedCache(IAmazonDynamoDB dynamoDb, LegacyTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.TableName, new DistributedCacheItems(options));
    }

    /// <summary>
    /// Reads sessions of express-session from lines of JSON, whatever store they were exported from: <c>sid</c>; <c>session</c>, the
    /// session as an object or as text, with its <c>cookie</c>; and <c>expires</c>, which is seconds or milliseconds since 1970, or a
    /// date in UTC, or missing.
    /// </summary>
    /// <param name="open">Opens the lines, in UTF-8, from the first one; each run calls it once.</param>
    public static BulkMigrationSource FromNdjson(Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(isTable: false, table: null, services => new NdjsonRecords(open, services));
    }

    /// <summary>Asks how many records there are, at no cost. DynamoDB counts every six hours.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> when nobody knows, or <c>dynamodb:DescribeTable</c> is not allowed.</returns>
    public Task<long?> EstimateAsync(CancellationToken cancellationToken) =>
        _table is null ? Task.FromResult<long?>(null) : _table.EstimateAsync(cancellationToken);

    internal ILegacyRecords Open(BulkServices services) => _open(services);

    private static BulkMigrationSource FromTable(IAmazonDynamoDB dynamoDb, string? tableName, ILegacyItems format)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentException.ThrowIfNullOrEmpty(tableName);

        var table = new LegacyTable(dynamoDb, tableName);
        return new(isTable: true, table, services => new LegacyTableRecords(table, format, services));
    }
}
