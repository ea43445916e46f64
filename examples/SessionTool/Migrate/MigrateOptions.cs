using System.CommandLine;
using System.Globalization;
using DynamoSession.Core;
using DynamoSession.Core.Migration;

namespace SessionTool.Migrate;

/// <summary>How to migrate the legacy sessions, and how fast.</summary>
internal sealed class MigrateOptions
{
    private const string KeyVariable = "DYNAMOSESSION_MIGRATION_KEY";
    private const string None = "none";

    private static readonly BulkMigrationOptions Defaults = new();

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "ahead: copy while the legacy application is running. finish: migrate for good and delete the legacy records.",
        DefaultValueFactory = _ => "ahead",
    };

    private readonly Option<bool> _apply = new("--apply") { Description = "Write to the tables. Without it, this is a dry run." };
    private readonly Option<FileInfo?> _checkpoint = new("--checkpoint")
    {
        Description = "A file that stores the progress, so that a stopped run can continue. It contains legacy ids: only you can read it, and it is deleted at the end.",
    };

    private readonly Option<FileInfo?> _keyFile = new("--migration-key-file") { Description = $"The application's MigrationKey in base64. By default, the value of {KeyVariable}." };
    private readonly Option<int> _segments = new("--segments") { Description = "The number of parts of the table to read in parallel.", DefaultValueFactory = _ => Defaults.Segments };
    private readonly Option<double> _readUnits = new("--read-units") { Description = "The read units to consume per second.", DefaultValueFactory = _ => Defaults.ReadUnitsPerSecond };
    private readonly Option<double> _writeUnits = new("--write-units") { Description = "The write units to consume per second.", DefaultValueFactory = _ => Defaults.WriteUnitsPerSecond };
    private readonly Option<TimeSpan> _idleTimeout = new("--idle-timeout") { Description = "The application's IdleTimeout.", DefaultValueFactory = _ => Defaults.IdleTimeout };
    private readonly Option<string> _absoluteTimeout = new("--absolute-timeout")
    {
        Description = "The application's AbsoluteTimeout, or 'none'.",
        DefaultValueFactory = _ => Defaults.AbsoluteTimeout.ToString(),
    };

    private readonly TableOptions _table = new();

    public MigrateOptions()
    {
        _mode.AcceptOnlyFromAmong("ahead", "finish");
    }

    public void AddTo(Command command)
    {
        _table.AddTo(command);
        foreach (var option in new Option[] { _mode, _apply, _checkpoint, _keyFile, _segments, _readUnits, _writeUnits, _idleTimeout, _absoluteTimeout })
        {
            command.Add(option);
        }
    }

    public SessionTableOptions Target(ParseResult parsed) => _table.Read(parsed);

    public BulkMigrationOptions Settings(ParseResult parsed) => new()
    {
        MigrationKey = Key(parsed),
        Mode = parsed.GetValue(_mode) == "finish" ? BulkMigrationMode.Finish : BulkMigrationMode.Ahead,
        IsDryRun = !parsed.GetValue(_apply),
        Segments = parsed.GetValue(_segments),
        ReadUnitsPerSecond = parsed.GetValue(_readUnits),
        WriteUnitsPerSecond = parsed.GetValue(_writeUnits),
        IdleTimeout = parsed.GetValue(_idleTimeout),
        AbsoluteTimeout = AbsoluteTimeout(parsed),
    };

    public MigrationCheckpointFile? Checkpoint(ParseResult parsed) =>
        parsed.GetValue(_checkpoint) is { } file ? new MigrationCheckpointFile(file.FullName) : null;

    // A secret on the command line would be visible to anyone who lists the processes.
    private byte[] Key(ParseResult parsed)
    {
        var file = parsed.GetValue(_keyFile);
        if (file is { Exists: false })
        {
            throw new UsageException($"The file '{file.Name}' of --migration-key-file does not exist.");
        }

        var text = file is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(file.FullName);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException($"The application's MigrationKey is missing. Use --migration-key-file, or set the environment variable {KeyVariable} to the key in base64.");
        }

        try
        {
            return Convert.FromBase64String(text.Trim());
        }
        catch (FormatException)
        {
            throw new UsageException("The MigrationKey is not valid base64.");
        }
    }

    private TimeSpan AbsoluteTimeout(ParseResult parsed)
    {
        var text = parsed.GetRequiredValue(_absoluteTimeout);
        if (text == None)
        {
            return Timeout.InfiniteTimeSpan;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout)
            ? timeout
            : throw new UsageException($"--absolute-timeout is '{text}'; it must be a time span such as 1.00:00:00 (one day), or '{None}'.");
    }
}
