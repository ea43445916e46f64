using System.CommandLine;
using DynamoSession.Core;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Sessions;

/// <summary><c>dynamosession show</c>: shows one session, with the names, kinds and sizes of its fields.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var command = new Command("show", "Shows a session: its expiry, its user, and the names, kinds and sizes of its fields.");
        var id = new Argument<string>("id") { Description = "The session's public id, as 'list' shows it. Not the value of a cookie, which is a secret." };
        var values = new Option<bool>("--values") { Description = "Show the fields' values too. They may be personal data." };
        var client = new ClientOptions();
        var table = new TableOptions();
        var result = new ResultOptions();
        command.Add(id);
        command.Add(values);
        table.AddTo(command);
        client.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            using var dynamoDb = client.CreateClient(parsed);
            var sessionId = parsed.GetRequiredValue(id);
            var loaded = await new DynamoDbSessionTable(dynamoDb, table.Read(parsed), TimeProvider.System).LoadAsync(sessionId, consistentRead: true, cancellationToken);
            result.Write(parsed, StoredSession.Of(sessionId, loaded, parsed.GetValue(values)), Write);
            return loaded.Status == SessionLoadStatus.Missing ? ExitCode.NotFound : ExitCode.Success;
        }));
        return command;
    }

    private static void Write(IAnsiConsole console, StoredSession session)
    {
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add(facts, "Status", session.Status);
        if (session.Version is not null)
        {
            Add(facts, "User", session.UserId);
            Add(facts, "Description", session.Description);
            Add(facts, "Created", Shown.Time(session.CreatedAt));
            Add(facts, "Expires", Shown.Time(session.ExpiresAt));
            Add(facts, "Ends at the latest", Shown.Time(session.AbsoluteExpiresAt));
            Add(facts, "Idle timeout of its own", Shown.Span(session.IdleTimeout));
            Add(facts, "Persistent cookie", session.IsPersistent ? "yes" : "no");
            Add(facts, "Exclusive lease", session.IsLeased ? "held" : "free");
            Add(facts, "Version", Shown.Number(session.Version));
            Add(facts, "Sign-in ticket, bytes", Shown.Number(session.TicketBytes));
        }

        console.Write(facts);
        if (session.Fields.Count > 0)
        {
            console.Write(Fields(session.Fields));
        }
    }

    private static Table Fields(IReadOnlyList<StoredField> fields)
    {
        var showsValues = fields.Any(field => field.Value is not null);
        var table = showsValues ? Shown.Table("Field", "Kind", "Bytes", "Value") : Shown.Table("Field", "Kind", "Bytes");
        foreach (var field in fields)
        {
            Text[] cells = [Shown.Cell(field.Name), Shown.Cell(field.Kind.ToString()), Shown.Cell(Shown.Number(field.Bytes))];
            table.AddRow(field.Value is { } value ? [.. cells, Shown.Cell(value.GetRawText())] : cells);
        }

        return table;
    }

    private static void Add(Grid facts, string name, string? value) => facts.AddRow(new Text(name), Shown.Cell(value));
}
