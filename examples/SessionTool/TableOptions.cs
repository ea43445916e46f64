using System.CommandLine;
using DynamoSession.Core;

namespace SessionTool;

/// <summary>The session table, and the names that the application has given to its attributes.</summary>
internal sealed class TableOptions
{
    private static readonly SessionTableOptions Defaults = new();

    private readonly Option<string> _table = new("--table") { Description = "The session table.", Required = true };
    private readonly Option<string> _key = new("--table-key") { Description = "The key attribute of the session table.", DefaultValueFactory = _ => Defaults.KeyAttribute };
    private readonly Option<string> _prefix = new("--table-prefix") { Description = "The prefix of its keys.", DefaultValueFactory = _ => Defaults.KeyPrefix };
    private readonly Option<string> _fields = new("--table-fields") { Description = "The attribute that holds its fields.", DefaultValueFactory = _ => Defaults.FieldsAttribute };
    private readonly Option<string> _expires = new("--table-expires") { Description = "Its TTL attribute.", DefaultValueFactory = _ => Defaults.ExpiresAttribute };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _table, _key, _prefix, _fields, _expires })
        {
            command.Add(option);
        }
    }

    public SessionTableOptions Read(ParseResult parsed) => new()
    {
        TableName = parsed.GetRequiredValue(_table),
        KeyAttribute = parsed.GetRequiredValue(_key),
        KeyPrefix = parsed.GetRequiredValue(_prefix),
        FieldsAttribute = parsed.GetRequiredValue(_fields),
        ExpiresAttribute = parsed.GetRequiredValue(_expires),
    };
}
