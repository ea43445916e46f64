using System.CommandLine;
using Amazon.Runtime;
using DynamoSession.Core.Migration;
using Spectre.Console;

namespace SessionTool.Migrate;

/// <summary><c>dynamosession migrate</c>: migrates the sessions of another package.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Migrates the sessions of another package. Without --apply, it writes nothing and reports what it would do.");
        var client = new ClientOptions();
        var options = new MigrateOptions();
        var sources = new SourceOptions();
        sources.AddTo(command);
        options.AddTo(command);
        client.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, client, options, sources, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, ClientOptions clientOptions, MigrateOptions options, SourceOptions sources, CancellationToken cancellationToken)
    {
        try
        {
            using var dynamoDb = clientOptions.CreateClient(parsed);
            var target = options.Target(parsed);
            var source = sources.Create(parsed, dynamoDb, target.TableName);
            var settings = options.Settings(parsed);
            var migration = new BulkMigration(dynamoDb, target, source, settings, TimeProvider.System);
            return await RunAsync(migration, source, settings, options.Checkpoint(parsed), cancellationToken);
        }
        catch (Exception exception) when (exception
            is UsageException or ArgumentException or MigrationCheckpointException or AmazonClientException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(exception.Message, ExitCode.InvalidUsage);
        }
    }

    /// <summary>Runs the migration. Whatever stops it once it has started, sessions may have been written.</summary>
    /// <exception cref="MigrationCheckpointException">The checkpoint is invalid, so that the run did not start.</exception>
    private static async Task<int> RunAsync(
        BulkMigration migration, BulkMigrationSource source, BulkMigrationOptions settings, MigrationCheckpointFile? checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            var estimate = await source.EstimateAsync(cancellationToken);
            var report = await MigrateProgress.ShowAsync(estimate, progress => migration.RunAsync(checkpoint, progress, cancellationToken));
            MigrateReport.Write(AnsiConsole.Console, report, settings);
            checkpoint?.Delete();
            return report.Failed.Count == 0 ? ExitCode.Success : ExitCode.SomeFailed;
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Stopped. With --checkpoint, the same command continues.", ExitCode.Stopped);
        }
        catch (Exception exception) when (exception is not MigrationCheckpointException)
        {
            return await FailAsync($"Stopped: {exception.Message}", ExitCode.Stopped);
        }
    }

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(Printable.Of(message));
        return exitCode;
    }
}
