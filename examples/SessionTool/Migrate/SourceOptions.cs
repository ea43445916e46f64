using System.CommandLine;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Migration;

namespace SessionTool.Migrate;

/// <summary>Where the legacy sessions are.</summary>
internal sealed class SourceOptions
{
    private const string StandardInput = "-";

    private static readonly Dictionary<string, ExpressFormat> Formats = new(StringComparer.Ordinal)
    {
        ["automatic"] = ExpressFormat.Automatic,
        ["connect-dynamodb"] = ExpressFormat.ConnectDynamoDb,
        ["pwrdrvr"] = ExpressFormat.PwrDrvr,
        ["connect-dynamodb-session"] = ExpressFormat.ConnectDynamoDbSession,
        ["serverless-dynamodb-session-store"] = ExpressFormat.ServerlessDynamoDbSessionStore,
        ["dynamodb-store"] = ExpressFormat.DynamoDbStore,
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "The package that wrote the sessions: express, laravel, cache (Microsoft's, in the table of AWS's cache provider), or ndjson (lines of JSON: sid, expires, session).",
        Required = true,
    };

    private readonly Option<string?> _legacyTable = new("--legacy-table") { Description = "The table of the legacy sessions, if it is a different one." };
    private readonly Option<string?> _legacyKey = new("--legacy-key") { Description = "Its key attribute, if it is not the legacy package's default." };
    private readonly Option<string?> _legacyPrefix = new("--legacy-prefix") { Description = "The prefix of its keys, if it is not the default." };
    private readonly Option<string> _format = new("--format") { Description = "express: the store that wrote the sessions.", DefaultValueFactory = _ => "automatic" };
    private readonly Option<string?> _input = new("--input") { Description = "ndjson: the file to read, or - for standard input." };
    private readonly Option<TimeSpan> _lifetime = new("--laravel-lifetime") { Description = "laravel: session.lifetime.", DefaultValueFactory = _ => new LaravelSessionOptions().Lifetime };
    private readonly Option<bool> _encrypted = new("--laravel-encrypted") { Description = "laravel: session.encrypt. The keys are read from the environment variables APP_KEY and APP_PREVIOUS_KEYS." };
    private readonly Option<LaravelCipher> _cipher = new("--laravel-cipher") { Description = "laravel: app.cipher." };
    private readonly Option<bool> _expiresOnClose = new("--laravel-expires-on-close") { Description = "laravel: session.expire_on_close." };

    public SourceOptions()
    {
        _from.AcceptOnlyFromAmong("express", "laravel", "cache", "ndjson");
        _format.AcceptOnlyFromAmong([.. Formats.Keys]);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _from, _legacyTable, _legacyKey, _legacyPrefix, _format, _input, _lifetime, _encrypted, _cipher, _expiresOnClose })
        {
            command.Add(option);
        }
    }

    public BulkMigrationSource Create(ParseResult parsed, IAmazonDynamoDB dynamoDb, string defaultTable)
    {
        var table = new LegacyTableOptions
        {
            TableName = parsed.GetValue(_legacyTable) ?? defaultTable,
            KeyAttribute = parsed.GetValue(_legacyKey),
            KeyPrefix = parsed.GetValue(_legacyPrefix),
        };
        return parsed.GetRequiredValue(_from) switch
        {
            "express" => BulkMigrationSource.FromExpress(dynamoDb, table, Formats[parsed.GetRequiredValue(_format)]),
            "laravel" => BulkMigrationSource.FromLaravel(dynamoDb, Laravel(parsed, table)),
            "cache" => BulkMigrationSource.FromDistributedCache(dynamoDb, table),
            _ => BulkMigrationSource.FromNdjson(Input(parsed)),
        };
    }

    private LaravelSessionOptions Laravel(ParseResult parsed, LegacyTableOptions table)
    {
        var options = new LaravelSessionOptions
        {
            Lifetime = parsed.GetValue(_lifetime),
            IsEncrypted = parsed.GetValue(_encrypted),
            Cipher = parsed.GetValue(_cipher),
            ExpiresOnClose = parsed.GetValue(_expiresOnClose),
            ApplicationKey = Environment.GetEnvironmentVariable("APP_KEY") ?? "",
        };
        (options.Table.TableName, options.Table.KeyAttribute, options.Table.KeyPrefix) = (table.TableName, table.KeyAttribute, table.KeyPrefix);
        foreach (var key in (Environment.GetEnvironmentVariable("APP_PREVIOUS_KEYS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            options.PreviousKeys.Add(key);
        }

        return options;
    }

    private Func<Stream> Input(ParseResult parsed) => parsed.GetValue(_input) switch
    {
        null => throw new UsageException("--from ndjson requires --input."),
        StandardInput => Console.OpenStandardInput,
        // A directory, too, is not a file to read.
        { } path when !File.Exists(path) => throw new UsageException($"The file '{path}' of --input does not exist."),
        { } path => () => File.OpenRead(path),
    };
}
