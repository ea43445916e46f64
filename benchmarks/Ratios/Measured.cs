namespace DynamoSession.Benchmarks.Ratios;

/// <summary>Something that is measured in turns with others: processor time of the whole process, the garbage collector's included, and bytes.</summary>
internal sealed class Measured(Func<Task> call)
{
    private readonly List<double> _bytes = [];

    /// <summary>Gets the processor time of one call in each round.</summary>
    public List<double> Microseconds { get; } = [];

    /// <summary>Gets the median of the bytes that one call allocates.</summary>
    public double Bytes => _bytes.Order().ElementAt(_bytes.Count / 2);

    /// <summary>Measures everything in turns, after some rounds in which code is compiled.</summary>
    public static async Task TakeTurnsAsync(IReadOnlyList<Measured> all, int rounds, int calls)
    {
        // What is called that often is compiled for good.
        const int WarmUps = 10;
        for (var round = -WarmUps; round < rounds; round++)
        {
            foreach (var measured in all)
            {
                await measured.RunAsync(calls, isCounted: round >= 0);
            }
        }
    }

    private async Task RunAsync(int calls, bool isCounted)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var index = 0; index < calls; index++)
        {
            await call();
        }

        if (isCounted)
        {
            _bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)calls);
            Microseconds.Add((Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / calls);
        }
    }
}
