using System.Text.Json;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>What a checkpoint holds.</summary>
internal sealed class CheckpointState
{
    /// <summary>Gets or sets what makes it this run and no other, by name.</summary>
    public SortedDictionary<string, string> Run { get; set; } = new(StringComparer.Ordinal);

    public List<SegmentState> Segments { get; set; } = [];

    public Tally Tally { get; set; } = new();

    public string Format() => JsonSerializer.Serialize(this, CheckpointJson.Default.CheckpointState);

    /// <exception cref="MigrationCheckpointException">It is no checkpoint, or one of another run.</exception>
    public static CheckpointState Parse(string text, SortedDictionary<string, string> run)
    {
        CheckpointState? state;
        try
        {
            state = JsonSerializer.Deserialize(text, CheckpointJson.Default.CheckpointState);
        }
        catch (JsonException exception)
        {
            throw new MigrationCheckpointException("The checkpoint is none: it is no JSON of this package. Name the right one, or delete it to begin again.", exception);
        }

        var differences = run
            .Where(part => state?.Run.GetValueOrDefault(part.Key) != part.Value)
            .Select(part => $"{part.Key} is '{part.Value}' here and '{state?.Run.GetValueOrDefault(part.Key)}' there")
            .ToArray();
        return differences.Length == 0
            ? state!
            : throw new MigrationCheckpointException(
                $"The checkpoint is of another run: {string.Join("; ", differences)}. Name the right one, or delete it to begin again.");
    }
}
