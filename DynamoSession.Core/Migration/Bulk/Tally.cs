namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Counts, as the checkpoint keeps them. Whoever adds from several threads locks it.</summary>
internal sealed class Tally
{
    private const int MaxProblems = 100;

    public long Read { get; set; }

    public long Converted { get; set; }

    public long Kept { get; set; }

    public long Removed { get; set; }

    public long Ended { get; set; }

    public long NotRemoved { get; set; }

    public double ReadUnits { get; set; }

    public double WriteUnits { get; set; }

    public SortedDictionary<string, long> Skipped { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Failed { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> FieldsLost { get; set; } = new(StringComparer.Ordinal);

    public List<BulkMigrationProblem> Problems { get; set; } = [];

    public static void Count(SortedDictionary<string, long> counts, string reason, long number = 1) =>
        counts[reason] = counts.GetValueOrDefault(reason) + number;

    public void Note(string record, string reason)
    {
        if (Problems.Count < MaxProblems)
        {
            Problems.Add(new(record, reason));
        }
    }

    public void Add(Tally other)
    {
        Read += other.Read;
        Converted += other.Converted;
        Kept += other.Kept;
        Removed += other.Removed;
        Ended += other.Ended;
        NotRemoved += other.NotRemoved;
        ReadUnits += other.ReadUnits;
        WriteUnits += other.WriteUnits;
        Add(Skipped, other.Skipped);
        Add(Failed, other.Failed);
        Add(FieldsLost, other.FieldsLost);
        other.Problems.ForEach(problem => Note(problem.Record, problem.Reason));
    }

    public BulkMigrationReport ToReport() => new()
    {
        Read = Read,
        Converted = Converted,
        Kept = Kept,
        Removed = Removed,
        Ended = Ended,
        NotRemoved = NotRemoved,
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
            Count(counts, reason, number);
        }
    }
}
