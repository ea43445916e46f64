using System.CommandLine;
using DynamoSession.Core;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary><c>dynamosession count</c>, <c>reap</c> and <c>clear</c>: what reads the whole table.</summary>
internal static class ScanCommands
{
    public static Command CreateCount() => Create(
        "count", "Counts the live sessions. Requires dynamodb:Scan.", "Live sessions", writes: false, (directory, scan, token) => directory.CountAsync(scan, token));

    public static Command CreateReap() => Create(
        "reap",
        "Deletes the items of sessions that have ended. Time to live does that too, at no cost but within days. Requires dynamodb:Scan and dynamodb:DeleteItem.",
        "Items deleted",
        writes: true,
        (directory, scan, token) => directory.ReapExpiredAsync(scan, token));

    public static Command CreateClear()
    {
        var confirmation = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = Create(
            "clear",
            "Ends all sessions, so that everybody has to start anew. Asks first. Requires dynamodb:Scan and dynamodb:UpdateItem.",
            "Sessions ended",
            writes: true,
            (directory, scan, token) => directory.ClearAsync(scan, token),
            (parsed, tableName) => Confirm(parsed.GetValue(confirmation), tableName));
        command.Add(confirmation);
        return command;
    }

    private static Command Create(
        string name,
        string description,
        string what,
        bool writes,
        Func<DynamoDbSessionDirectory, SessionScan, CancellationToken, Task<long>> run,
        Action<ParseResult, string>? confirm = null)
    {
        var command = new Command(name, description);
        var directoryOptions = new DirectoryOptions();
        var scanOptions = new ScanOptions();
        var result = new ResultOptions();
        directoryOptions.AddTo(command, writes);
        scanOptions.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(
            async () =>
            {
                using var dynamoDb = directoryOptions.CreateClient(parsed);
                var directory = directoryOptions.Create(parsed, dynamoDb);
                confirm?.Invoke(parsed, directoryOptions.Table(parsed).TableName);
                var table = directoryOptions.Table(parsed);
                var identity = $"{name} {table.TableName} {table.KeyPrefix} {dynamoDb.Config.ServiceURL ?? dynamoDb.Config.RegionEndpoint?.SystemName}";
                var scan = await scanOptions.RunAsync(parsed, identity, what, scan => run(directory, scan, cancellationToken));
                result.Write(parsed, ScanResult.Of(scan), ScanResult.Writer(what));
                return ExitCode.Success;
            },
            "Stopped. With --checkpoint, the same command continues."));
        return command;
    }

    /// <exception cref="UsageException">The answer is not the table's name, or there is no terminal to ask on.</exception>
    private static void Confirm(bool isConfirmed, string tableName)
    {
        if (isConfirmed)
        {
            return;
        }

        if (Console.IsInputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            throw new UsageException($"All sessions in table '{tableName}' would be ended, and there is no terminal to ask on. Add --yes if that is meant.");
        }

        AnsiConsole.WriteLine($"This ends all sessions in table '{Printable.Of(tableName)}': everybody is signed out, and what is in their sessions is lost.");
        if (AnsiConsole.Ask<string>("Type the table's name to go on:") != tableName)
        {
            throw new UsageException("That is not the table's name; nothing was done.");
        }
    }
}
