using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Migration;

namespace Snippets;

internal static class BulkMigrations
{
    public static async Task FinishAsync(IAmazonDynamoDB dynamoDb, byte[] migrationKey, IProgress<BulkMigrationReport> progress, CancellationToken cancellationToken)
    {
        #region bulk-migration
        var source = BulkMigrationSource.FromExpress(dynamoDb, new LegacyTableOptions { TableName = "express-sessions" }, ExpressFormat.ConnectDynamoDb);
        var options = new BulkMigrationOptions
        {
            MigrationKey = migrationKey,
            Mode = BulkMigrationMode.Finish,
            WriteUnitsPerSecond = 200,
        };

        var migration = new BulkMigration(dynamoDb, new SessionTableOptions { TableName = "sessions" }, source, options, TimeProvider.System);
        var report = await migration.RunAsync(new MigrationCheckpointFile("finish.json"), progress, cancellationToken);
        #endregion

        Console.WriteLine(report.Migrated);
    }
}
