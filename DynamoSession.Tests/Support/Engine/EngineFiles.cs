using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Fetches DynamoDB Local once for each user, from the package of that name inside an npm package, which is pinned and verified.</summary>
internal static class EngineFiles
{
    private const string Package = "amplify-dynamodb-simulator@2.9.30";
    private const string Sha512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==";
    private const string Wanted = "package/emulator/";

    /// <returns>The directory that holds <c>DynamoDBLocal.jar</c>.</returns>
    /// <exception cref="EngineUnavailableException">It could not be fetched.</exception>
    public static async Task<string> FindOrFetchAsync()
    {
        var cache = CacheDirectory();
        var directory = Path.Combine(cache, Package.Replace('@', '-'));
        if (Directory.Exists(directory))
        {
            return directory;
        }

        // Unpacked beside its place and renamed when complete: two runs at once cannot see half of it.
        var unfinished = Directory.CreateDirectory(Path.Combine(cache, $"unfinished-{Guid.NewGuid():N}")).FullName;
        try
        {
            await EngineCommand.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", unfinished, "pack", Package, "--silent");
            var tarball = Directory.GetFiles(unfinished, "*.tgz").Single();
            await VerifyAsync(tarball);
            var emulator = Directory.CreateDirectory(Path.Combine(unfinished, "emulator")).FullName;
            await UnpackAsync(tarball, emulator);
            MoveUnlessThere(emulator, directory);
            return directory;
        }
        finally
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }

    public static string CacheDirectory()
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Directory.CreateDirectory(Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), "DynamoSession.Tests")).FullName;
    }

    private static async Task VerifyAsync(string tarball)
    {
        await using var stream = File.OpenRead(tarball);
        if (Convert.ToBase64String(await SHA512.HashDataAsync(stream)) != Sha512)
        {
            throw new InvalidOperationException($"What npm fetched as {Package} is not the package that these tests were written with; it is not run.");
        }
    }

    private static async Task UnpackAsync(string tarball, string directory)
    {
        await using var file = File.OpenRead(tarball);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unzipped);
        while (await archive.GetNextEntryAsync() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Name.StartsWith(Wanted, StringComparison.Ordinal))
            {
                var path = Path.Combine(directory, entry.Name[Wanted.Length..]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await entry.ExtractToFileAsync(path, overwrite: false);
            }
        }
    }

    public static void MoveUnlessThere(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
            // Another run was faster.
        }
    }
}
