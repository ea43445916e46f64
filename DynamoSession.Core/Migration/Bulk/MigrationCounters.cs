using System.Text.Json.Serialization;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The counters of a run, as the checkpoint stores them. Not safe for concurrent use: callers lock the instance.</summary>
internal sealed class MigrationCounters
{
    private const int MaxProblems = 100;

    public long Read { get; set; }

    [JsonPropertyName("converted")]
    public long Migrated { get; set; }

    public long Kept { get; set; }

    [JsonPropertyName("removed")]
    public long Deleted { get; set; }

    [JsonPropertyName("ended")]
    public long SignedOut { get; set; }

    [JsonPropertyName("notRemoved")]
    public long NotDeleted { get; set; }

    public double ReadUnits { get; set; }

    public double WriteUnits { get; set; }

    public SortedDictionary<string, long> Skipped { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Failed { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> FieldsLost { get; set; } = new(StringComparer.Ordinal);

    public List<BulkMigrationProblem> Problems { get; set; } = [];

    public static void Increment(SortedDictionary<string, long> counts, string reason, long by = 1) =>
        counts[reason] = counts.GetValueOrDefault(reason) + by;

    public void AddProblem(string record, string reason)
    {
        if (Problems.Count < MaxProblems)
        {
            Problems.Add(new(record, reason));
        }
    }

    public void Add(MigrationCounters other)
    {
        Read += other.Read;
        Migrated += other.Migrated;
        Kept += other.Kept;
        Deleted += other.Deleted;
        SignedOut += other.SignedOut;
        NotDeleted += other.NotDeleted;
        ReadUnits += other.ReadUnits;
        WriteUnits += other.WriteUnits;
        Add(Skipped, other.Skipped);
        Add(Failed, other.Failed);
        Add(FieldsLost, other.FieldsLost);
        other.Problems.ForEach(problem => AddProblem(problem.Record, problem.Reason));
    }

    public BulkMigrationReport ToReport() => new()
    {
        Read = Read,
        Migrated = Migrated,
        Kept = Kept,
        Deleted = Deleted,
        SignedOut = SignedOut,
        NotDeleted = NotDeleted,
        ReadUnits = ReadUnits,
        WriteUnits = WriteUnits,
        Skipped = new Dictionary<string, long>(Skipped, StringComparer.Ordinal),
        Failed = new Dictionary<string, long>(Failed, StringComparer.Ordinal),
        FieldsLost = new Dictionary<string, long>(FieldsLost, StringComparer.Ordinal),
        Problems = [.. Problems],
    };

    private static void Add(SortedDictionary<string, long> counts, SortedDictionary<string, long> others)
    {
        foreach (var (reason, number) in others)
        {
            Increment(counts, reason, number);
        }
    }
}
