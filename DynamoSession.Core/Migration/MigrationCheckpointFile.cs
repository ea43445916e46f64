using System.Text;

namespace DynamoSession.Core.Migration;

/// <summary>A checkpoint in a file that only its owner may read. A kill leaves the old text or the new one.</summary>
/// <param name="path">Where the file is. Beside it, a second one with <c>.new</c> at its end appears for a moment.</param>
public sealed class MigrationCheckpointFile(string path) : IMigrationCheckpoint
{
    /// <inheritdoc/>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        var next = path + ".new";
        // An earlier one keeps its permissions, whatever they are.
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(next, options))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Deletes the file, when the run is complete.</summary>
    public void Delete() => File.Delete(path);
}
