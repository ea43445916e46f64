using System.CommandLine;
using SessionTool;
using SessionTool.Cost;
using SessionTool.Doctor;
using SessionTool.Migrate;
using SessionTool.Sessions;
using SessionTool.Tables;
using SessionTool.Tail;
using Spectre.Console;

// A file or another program has no width at which lines would have to be broken, and no colors.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 10_000;
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

var root = new RootCommand("Manages sessions in DynamoDB. Region and credentials come from the environment, as for the AWS CLI.")
{
    DoctorCommand.Create(),
    CreateCommand.Create(),
    ListCommand.Create(),
    ShowCommand.Create(),
    ScanCommands.CreateCount(),
    ScanCommands.CreateReap(),
    RevokeCommand.Create(),
    ScanCommands.CreateClear(),
    MigrateCommand.Create(),
    CostCommand.Create(),
    TailCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(Printable.Of(error.Message));
    }

    Console.Error.WriteLine("See --help.");
    return ExitCode.InvalidUsage;
}

return await parsed.InvokeAsync();
