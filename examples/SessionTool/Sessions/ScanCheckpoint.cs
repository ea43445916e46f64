using System.Text.Json;
using DynamoSession.Core;

namespace SessionTool.Sessions;

/// <summary>The file in which the position of a stopped run is kept, with what it was a run of.</summary>
/// <param name="file">The file.</param>
/// <param name="run">The command, the table and the endpoint. The position of another run would leave sessions out.</param>
internal sealed class ScanCheckpoint(FileInfo file, string run)
{
    /// <exception cref="UsageException">The file is not the position of a run of the same kind.</exception>
    public SessionScan? Load()
    {
        if (!file.Exists)
        {
            return null;
        }

        var saved = Read();
        if (saved.Run != run)
        {
            throw new UsageException($"The file '{file.Name}' of --checkpoint belongs to another command, table or endpoint. Name another file.");
        }

        try
        {
            return SessionScan.Resume(saved.Position) is { IsComplete: false } scan ? scan : throw new UsageException($"The run of the file '{file.Name}' of --checkpoint is complete. Delete the file.");
        }
        catch (FormatException)
        {
            throw Invalid();
        }
    }

    /// <summary>Saves the position, readable for the user only.</summary>
    public void Save(SessionScan scan)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // The mode is that of a new file, so an existing one is replaced.
        var next = file.FullName + ".new";
        File.Delete(next);
        using (var writer = new StreamWriter(next, options))
        {
            writer.Write(JsonSerializer.Serialize(new Saved(run, scan.Save())));
        }

        File.Move(next, file.FullName, overwrite: true);
    }

    public void Delete() => file.Delete();

    private Saved Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Saved>(File.ReadAllText(file.FullName)) is { Run: not null, Position: not null } saved ? saved : throw Invalid();
        }
        catch (JsonException)
        {
            throw Invalid();
        }
    }

    private UsageException Invalid() => new($"The file '{file.Name}' of --checkpoint is not the position of a scan. Delete it, or name another file.");

    private sealed record Saved(string Run, string Position);
}
