using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration.Bulk;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration;

/// <summary>The legacy sessions that a <see cref="BulkMigration"/> reads.</summary>
public sealed class BulkMigrationSource
{
    private readonly Func<BulkRunContext, ILegacyRecords> _open;
    private readonly LegacyTable? _table;

    private BulkMigrationSource(bool isTable, LegacyTable? table, Func<BulkRunContext, ILegacyRecords> open)
    {
        IsTable = isTable;
        _table = table;
        _open = open;
    }

    /// <summary>Gets whether the legacy records are in a table, where they can be read again and deleted.</summary>
    public bool IsTable { get; }

    /// <summary>Scans the table of an Express session store.</summary>
    /// <param name="dynamoDb">The client, which is never disposed.</param>
    /// <param name="options">The table. Its name is required; its key attribute and prefix, if set, apply to every format.</param>
    /// <param name="format">The store that wrote the records.</param>
    public static BulkMigrationSource FromExpress(IAmazonDynamoDB dynamoDb, LegacyTableOptions options, ExpressFormat format)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.TableName, new ExpressItemFormat(format, options));
    }

    /// <summary>Scans the table of Laravel's DynamoDB cache store.</summary>
    /// <param name="dynamoDb">The client, which is never disposed.</param>
    /// <param name="options">The Laravel application's settings. The table's name is required, and the application's key if sessions are encrypted.</param>
    public static BulkMigrationSource FromLaravel(IAmazonDynamoDB dynamoDb, LaravelSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.Table.TableName, new LaravelItemFormat(options));
    }

    /// <summary>Scans the table of AWS's distributed cache provider for sessions of ASP.NET Core's own middleware.</summary>
    /// <param name="dynamoDb">The client, which is never disposed.</param>
    /// <param name="options">The table. Its name is required; its key prefix is everything before the session's key, by default <c>dc:</c>.</param>
    public static BulkMigrationSource FromDistributedCache(IAmazonDynamoDB dynamoDb, LegacyTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromTable(dynamoDb, options.TableName, new DistributedCacheItemFormat(options));
    }

    /// <summary>
    /// Reads sessions of express-session from newline-delimited JSON, whichever store they were exported from. Each line is an object with
    /// <c>sid</c>; <c>session</c>, an object or JSON text that includes <c>cookie</c>; and optionally <c>expires</c>, in seconds or
    /// milliseconds since 1970 or as a date in UTC.
    /// </summary>
    /// <param name="open">Opens the UTF-8 text at its first line. Each run calls it once.</param>
    public static BulkMigrationSource FromNdjson(Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(isTable: false, table: null, context => new NdjsonRecords(open, context));
    }

    /// <summary>Returns the approximate number of records, at no cost. DynamoDB updates it about every six hours.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="null"/> when it is unknown, or <c>dynamodb:DescribeTable</c> is not allowed.</returns>
    public Task<long?> EstimateAsync(CancellationToken cancellationToken) =>
        _table is null ? Task.FromResult<long?>(null) : _table.EstimateAsync(cancellationToken);

    internal ILegacyRecords Open(BulkRunContext context) => _open(context);

    private static BulkMigrationSource FromTable(IAmazonDynamoDB dynamoDb, string? tableName, ILegacyItemFormat format)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentException.ThrowIfNullOrEmpty(tableName);

        var table = new LegacyTable(dynamoDb, tableName);
        return new(isTable: true, table, context => new LegacyTableRecords(table, format, context));
    }
}
