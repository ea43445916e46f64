using System.CommandLine;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary><c>dynamosession revoke</c>: ends the sessions of a user, or one session.</summary>
internal static class RevokeCommand
{
    public static Command Create()
    {
        var command = new Command("revoke", "Ends all sessions of a user, or one session. When it has returned, they open nothing any more.");
        var user = new Option<string?>("--user") { Description = "The user whose sessions are ended. Requires dynamodb:Query on the index 'byUser'." };
        var except = new Option<string?>("--except") { Description = "The public id of a session of the user that goes on." };
        var session = new Option<string?>("--session") { Description = "The public id of a single session." };
        var directoryOptions = new DirectoryOptions();
        var result = new ResultOptions();
        command.Add(user);
        command.Add(except);
        command.Add(session);
        directoryOptions.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            var (userId, sessionId, spared) = (parsed.GetValue(user), parsed.GetValue(session), parsed.GetValue(except));
            if (userId is null == sessionId is null || (sessionId is not null && spared is not null))
            {
                throw new UsageException("Name either --user, which --except may follow, or --session.");
            }

            using var dynamoDb = directoryOptions.CreateClient(parsed);
            var directory = directoryOptions.Create(parsed, dynamoDb);
            var count = userId is not null
                ? await directory.DestroyByUserAsync(userId, spared, cancellationToken)
                : await directory.DestroyAsync(sessionId!, cancellationToken) ? 1 : 0;
            result.Write(parsed, new RevokeResult(count), Write);
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Write(IAnsiConsole console, RevokeResult result) => console.WriteLine($"Sessions ended: {Shown.Number(result.Ended)}");

    private sealed record RevokeResult(int Ended);
}
