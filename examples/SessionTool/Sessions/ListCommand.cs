using System.CommandLine;
using DynamoSession.Core;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary><c>dynamosession list</c>: lists live sessions, without their fields.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists live sessions: those of a user, the last created first, or some of the whole table.");
        var user = new Option<string?>("--user") { Description = "The user. Requires dynamodb:Query on the index 'byUser'; without it, dynamodb:Scan." };
        var limit = new Option<int>("--limit") { Description = "How many sessions to list at most.", DefaultValueFactory = _ => 100 };
        var directory = new DirectoryOptions();
        var result = new ResultOptions();
        command.Add(user);
        command.Add(limit);
        directory.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            using var dynamoDb = directory.CreateClient(parsed);
            var sessions = Find(directory.Create(parsed, dynamoDb), parsed.GetValue(user), cancellationToken).Take(parsed.GetValue(limit));
            if (result.IsJson(parsed))
            {
                await foreach (var session in sessions)
                {
                    result.TryWriteJson(parsed, session);
                }
            }
            else
            {
                Write(AnsiConsole.Console, await sessions.ToArrayAsync(cancellationToken));
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static IAsyncEnumerable<SessionSummary> Find(DynamoDbSessionDirectory directory, string? userId, CancellationToken cancellationToken) =>
        userId is null ? directory.ListAsync(cancellationToken) : directory.ListByUserAsync(userId, cancellationToken);

    private static void Write(IAnsiConsole console, SessionSummary[] sessions)
    {
        var table = Shown.Table("Id", "User", "Description", "Created", "Last seen", "Expires", "Bytes");
        foreach (var session in sessions)
        {
            table.AddRow(
                Shown.Cell(session.Id),
                Shown.Cell(session.UserId),
                Shown.Cell(session.Description),
                Shown.Cell(Shown.Time(session.CreatedAt)),
                Shown.Cell(Shown.Time(session.LastSeenAt)),
                Shown.Cell(Shown.Time(session.ExpiresAt)),
                Shown.Cell(Shown.Number(session.Size)));
        }

        console.Write(table);
        console.WriteLine($"Sessions: {Shown.Number(sessions.Length)}");
    }
}
