using System.CommandLine;
using DynamoSession.Core;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Tables;

/// <summary><c>dynamosession create</c>: creates the table, for development and tests.</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "create",
            "Creates the session table if it does not exist, with its index and time to live, and waits until it is active. In production, use infrastructure code.");
        var wait = new Option<TimeSpan>("--wait") { Description = "How long to wait for the table.", DefaultValueFactory = _ => TimeSpan.FromMinutes(2) };
        var client = new ClientOptions();
        var table = new TableOptions();
        var result = new ResultOptions();
        command.Add(wait);
        table.AddTo(command);
        client.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            using var dynamoDb = client.CreateClient(parsed);
            var options = table.Read(parsed);
            await new SessionTableProvisioner(dynamoDb, options, TimeProvider.System).CreateIfNotExistsAsync(parsed.GetValue(wait), cancellationToken);
            result.Write(parsed, new CreateResult(options.TableName), Write);
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Write(IAnsiConsole console, CreateResult result) => console.WriteLine($"Table '{Printable.Of(result.TableName)}' is ready.");

    private sealed record CreateResult(string TableName);
}
