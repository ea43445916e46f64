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
}
