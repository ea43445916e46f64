using System.Text.Json;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Writes a checkpoint as JSON, and reads it again.</summary>
internal static class CheckpointText
{
    public static string Format(CheckpointState state) => JsonSerializer.Serialize(state, CheckpointJson.Default.CheckpointState);

    /// <param name="text">The checkpoint.</param>
    /// <param name="run">The settings of this run.</param>
    /// <param name="segments">The number of its segments.</param>
    /// <param name="isPosition">Whether a text is a position in the legacy records.</param>
    /// <exception cref="MigrationCheckpointException">It is not a checkpoint, or belongs to a different run.</exception>
    public static CheckpointState Parse(string text, SortedDictionary<string, string> run, int segments, Predicate<string> isPosition)
    {
        CheckpointState? state;
        try
        {
            state = JsonSerializer.Deserialize(text, CheckpointJson.Default.CheckpointState);
        }
        catch (JsonException)
        {
            // Its message may quote the file.
            throw Invalid();
        }

        if (state is not { Run: not null, Counters: not null, Segments: not null })
        {
            throw Invalid();
        }

        var differences = run
            .Where(setting => state.Run.GetValueOrDefault(setting.Key) != setting.Value)
            .Select(setting => $"{setting.Key} is '{PrintableText.Of(state.Run.GetValueOrDefault(setting.Key) ?? "")}' in the checkpoint and '{setting.Value}' in this run")
            .ToArray();
        if (differences.Length > 0)
        {
            throw new MigrationCheckpointException(
                $"The checkpoint belongs to a different run: {string.Join("; ", differences)}. Pass the right one, or delete it to start over.");
        }

        return state.Segments.Count == segments && state.Segments.TrueForAll(segment => IsValid(segment, isPosition)) ? state : throw Invalid();
    }

    private static bool IsValid(SegmentState? segment, Predicate<string> isPosition) =>
        segment is { Pending: { } pending } && (segment.Position is null || isPosition(segment.Position)) && pending.TrueForAll(key => key is not null && isPosition(key));

    private static MigrationCheckpointException Invalid() => new("This isn't a valid checkpoint. Pass the right one, or delete it to start over.");
}
