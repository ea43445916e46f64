using System.CommandLine;
using Amazon.DynamoDBv2;
using DynamoSession.Core;

namespace SessionTool.Sessions;

/// <summary>The table whose sessions a command is about, and how fast it may be read.</summary>
internal sealed class DirectoryOptions
{
    private static readonly SessionDirectoryOptions Defaults = new();

    private readonly ClientOptions _client = new();
    private readonly TableOptions _table = new();
    private readonly Option<double> _readUnits = new("--read-units") { Description = "The read units that a scan may consume per second.", DefaultValueFactory = _ => Defaults.ReadUnitsPerSecond };
    private readonly Option<double> _writeUnits = new("--write-units") { Description = "The write units that a scan may consume per second.", DefaultValueFactory = _ => Defaults.WriteUnitsPerSecond };
    private readonly Option<TimeSpan> _idleTimeout = new("--idle-timeout") { Description = "The application's IdleTimeout.", DefaultValueFactory = _ => Defaults.IdleTimeout };

    public void AddTo(Command command, bool writes = false)
    {
        _table.AddTo(command);
        command.Add(_readUnits);
        if (writes)
        {
            command.Add(_writeUnits);
        }
        else
        {
            command.Add(_idleTimeout);
        }

        _client.AddTo(command);
    }

    public IAmazonDynamoDB CreateClient(ParseResult parsed) => _client.CreateClient(parsed);

    public SessionTableOptions Table(ParseResult parsed) => _table.Read(parsed);

    public DynamoDbSessionDirectory Create(ParseResult parsed, IAmazonDynamoDB dynamoDb) => new(
        dynamoDb,
        Table(parsed),
        new()
        {
            ReadUnitsPerSecond = parsed.GetValue(_readUnits),
            WriteUnitsPerSecond = parsed.GetResult(_writeUnits) is null ? Defaults.WriteUnitsPerSecond : parsed.GetValue(_writeUnits),
            IdleTimeout = parsed.GetResult(_idleTimeout) is null ? Defaults.IdleTimeout : parsed.GetValue(_idleTimeout),
        },
        TimeProvider.System);
}
