using System.Text;

namespace DynamoSession.Core.Migration;

/// <summary>A checkpoint in a file that only its owner can read. A process that is killed leaves either the previous text or the new one.</summary>
/// <param name="path">The path of the file. While it is written, a second file with the suffix <c>.new</c> exists beside it.</param>
public sealed class MigrationCheckpointFile(string path) : IMigrationCheckpoint
{
    /// <inheritdoc/>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        var next = path + ".new";
        // Overwriting a leftover file would keep its permissions, whatever they are.
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

    /// <summary>Deletes the file. Call it when the run is complete.</summary>
    public void Delete() => File.Delete(path);
}
