using System.CommandLine;
using Amazon.DynamoDBv2;
using SessionTool.Output;
using Spectre.Console;

namespace SessionTool.Doctor;

/// <summary><c>dynamosession doctor</c>: checks that the table, the role, the clock and a running application are as sessions need them.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var command = new Command("doctor", "Checks the table, the role's permissions (by trying, without changing anything), the clock, the retry settings and a running application's cookie.");
        var role = new Option<string>("--role") { Description = "Whose permissions the credentials must have.", DefaultValueFactory = _ => "application" };
        role.AcceptOnlyFromAmong("application", "operator");
        var url = new Option<Uri?>("--url") { Description = "A page of the running application that starts a session.", CustomParser = ClientOptions.ParseUrl };
        var cookie = new Option<string>("--cookie") { Description = "The name of its session cookie.", DefaultValueFactory = _ => "__Host-sid" };
        var client = new ClientOptions();
        var table = new TableOptions();
        var result = new ResultOptions();
        command.Add(role);
        command.Add(url);
        command.Add(cookie);
        table.AddTo(command);
        client.AddTo(command);
        result.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Runner.RunAsync(async () =>
        {
            using var dynamoDb = client.CreateClient(parsed);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
            using var http = new HttpClient(handler) { Timeout = HttpTimeout };
            var options = table.Read(parsed);
            var inspected = await new TableInspection(dynamoDb, options).RunAsync(cancellationToken);
            List<Finding> findings =
            [
                .. inspected.Findings,
                .. inspected.Exists ? await new PermissionChecks(dynamoDb, options, inspected.IsDescribed).RunAsync(parsed.GetValue(role) == "operator", cancellationToken) : [],
                .. await ClockCheck.RunAsync(dynamoDb, options, http, cancellationToken),
                .. SettingsChecks.Run((AmazonDynamoDBConfig)dynamoDb.Config, Environment.GetEnvironmentVariable),
                .. parsed.GetValue(url) is { } page ? await CookieChecks.RunAsync(http, page, parsed.GetRequiredValue(cookie), cancellationToken) : [],
            ];
            Write(parsed, result, findings);
            return findings.Exists(finding => finding.Severity == Severity.Error) ? ExitCode.Unhealthy : ExitCode.Success;
        }));
        return command;
    }

    private static void Write(ParseResult parsed, ResultOptions result, List<Finding> findings)
    {
        findings.Sort((one, other) => other.Severity.CompareTo(one.Severity));
        if (result.IsJson(parsed))
        {
            findings.ForEach(finding => result.TryWriteJson(parsed, finding));
            return;
        }

        foreach (var finding in findings)
        {
            AnsiConsole.MarkupLineInterpolated(finding.Severity switch
            {
                Severity.Error => $"[red]error[/]      {finding.Check}: {Printable.Of(finding.Problem)}",
                Severity.Warning => $"[yellow]warning[/]    {finding.Check}: {Printable.Of(finding.Problem)}",
                _ => (FormattableString)$"[grey]unchecked[/]  {finding.Check}: {Printable.Of(finding.Problem)}",
            });
            AnsiConsole.WriteLine($"           {Printable.Of(finding.Remedy)}");
        }

        AnsiConsole.WriteLine(findings.Count == 0 ? "Nothing found." : $"Errors: {findings.Count(finding => finding.Severity == Severity.Error)}, warnings: {findings.Count(finding => finding.Severity == Severity.Warning)}");
    }
}
