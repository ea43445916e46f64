using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The content of a checkpoint.</summary>
internal sealed class CheckpointState
{
    /// <summary>Gets or sets the settings that identify the run, by name.</summary>
    public SortedDictionary<string, string> Run { get; set; } = new(StringComparer.Ordinal);

    public List<SegmentState> Segments { get; set; } = [];

    [JsonPropertyName("tally")]
    public MigrationCounters Counters { get; set; } = new();

    public string Format() => JsonSerializer.Serialize(this, CheckpointJson.Default.CheckpointState);

    /// <exception cref="MigrationCheckpointException">It is not a checkpoint, or belongs to a different run.</exception>
    public static CheckpointState Parse(string text, SortedDictionary<string, string> run)
    {
        CheckpointState? state;
        try
        {
            state = JsonSerializer.Deserialize(text, CheckpointJson.Default.CheckpointState);
        }
        catch (JsonException exception)
        {
            throw new MigrationCheckpointException("This isn't a valid checkpoint. Pass the right one, or delete it to start over.", exception);
        }

        var differences = run
            .Where(setting => state?.Run.GetValueOrDefault(setting.Key) != setting.Value)
            .Select(setting => $"{setting.Key} is '{state?.Run.GetValueOrDefault(setting.Key)}' in the checkpoint and '{setting.Value}' in this run")
            .ToArray();
        return differences.Length == 0
            ? state!
            : throw new MigrationCheckpointException(
                $"The checkpoint belongs to a different run: {string.Join("; ", differences)}. Pass the right one, or delete it to start over.");
    }
}
