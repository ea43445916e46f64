using System.CommandLine;
using DynamoSession.Core;

namespace SessionTool.Sessions;

/// <summary>How a command reads the whole table.</summary>
internal sealed class ScanOptions
{
    private readonly Option<int> _segments = new("--segments") { Description = "The number of parts of the table to read in parallel.", DefaultValueFactory = _ => 4 };
    private readonly Option<FileInfo?> _checkpoint = new("--checkpoint")
    {
        Description = "A file that stores the position of a stopped run, so that the same command continues. It contains keys: only you can read it, and it is deleted at the end.",
    };

    public void AddTo(Command command)
    {
        command.Add(_segments);
        command.Add(_checkpoint);
    }

    /// <summary>Runs a scan, from where a stopped run has come to.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The command, the table and the endpoint.</param>
    /// <param name="what">What is counted, for people.</param>
    /// <param name="scanAsync">Reads the table.</param>
    /// <exception cref="UsageException">The checkpoint is not one of such a run.</exception>
    public async Task<SessionScan> RunAsync(ParseResult parsed, string run, string what, Func<SessionScan, Task> scanAsync)
    {
        var checkpoint = parsed.GetValue(_checkpoint) is { } file ? new ScanCheckpoint(file, run) : null;
        var scan = checkpoint?.Load() ?? new SessionScan(parsed.GetValue(_segments));
        try
        {
            await ScanProgress.ShowAsync(scan, what, scanAsync(scan));
        }
        catch
        {
            checkpoint?.Save(scan);
            throw;
        }

        checkpoint?.Delete();
        return scan;
    }
}
