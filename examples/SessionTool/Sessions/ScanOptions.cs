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
    /// <param name="what">What is counted, for people.</param>
    /// <param name="run">The scan.</param>
    /// <exception cref="UsageException">The checkpoint is not one of a scan.</exception>
    public async Task<SessionScan> RunAsync(ParseResult parsed, string what, Func<SessionScan, Task> run)
    {
        var file = parsed.GetValue(_checkpoint);
        var scan = file is { Exists: true } ? Resume(file) : new SessionScan(parsed.GetValue(_segments));
        try
        {
            await ScanProgress.ShowAsync(scan, what, run(scan));
        }
        catch
        {
            Save(scan, file);
            throw;
        }

        file?.Delete();
        return scan;
    }

    private static SessionScan Resume(FileInfo file)
    {
        try
        {
            return SessionScan.Resume(File.ReadAllText(file.FullName));
        }
        catch (FormatException)
        {
            throw new UsageException($"The file '{file.Name}' of --checkpoint is not the position of a scan. Delete it, or name another file.");
        }
    }

    private static void Save(SessionScan scan, FileInfo? file)
    {
        if (file is null)
        {
            return;
        }

        // Created for its owner only, before anything is in it.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file.FullName, options);
        writer.Write(scan.Save());
    }
}
