using System.CommandLine;
using SessionTool;
using SessionTool.Migrate;

var root = new RootCommand("Manages sessions in DynamoDB.") { MigrateCommand.Create() };
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
