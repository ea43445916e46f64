using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace SessionTool.Output;

/// <summary>Where a command writes its result: text for people, or with <c>--json</c> one JSON value on each line.</summary>
internal sealed class ResultOptions
{
    // Escapes everything beyond ASCII, so that nothing in a result can drive a terminal.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Default,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON, one value on each line." };

    public void AddTo(Command command) => command.Add(_json);

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Writes the result as JSON if that was asked for.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryWriteJson<T>(ParseResult parsed, T result)
    {
        if (!IsJson(parsed))
        {
            return false;
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(result, Json));
        return true;
    }

    /// <summary>Writes the result, as JSON or for people.</summary>
    public void Write<T>(ParseResult parsed, T result, Action<IAnsiConsole, T> write)
    {
        if (!TryWriteJson(parsed, result))
        {
            write(AnsiConsole.Console, result);
        }
    }
}
