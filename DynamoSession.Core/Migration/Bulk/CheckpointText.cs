using System.Text.Json;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Writes a checkpoint as JSON, and reads it again.</summary>
internal static class CheckpointText
{
    public static string Format(CheckpointState state) => JsonSerializer.Serialize(state, CheckpointJson.Default.CheckpointState);

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
