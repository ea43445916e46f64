using System.Globalization;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Runs one input at a time, and reports any that costs more than its length justifies.</summary>
/// <param name="bytes">The number of bytes that any input may allocate.</param>
/// <param name="bytesPerUnit">The number of bytes that it may allocate in addition for each unit of its length.</param>
internal sealed class Bounds(long bytes, long bytesPerUnit)
{
    // Far longer than any input takes, because other processes compete for the CPU: this finds hangs, not slowness.
    private static readonly TimeSpan MaxElapsed = TimeSpan.FromSeconds(5);

    private const int Repetitions = 2;

    private long _maxBytes;
    private TimeSpan _maxElapsed;

    public int Inputs { get; private set; }

    /// <summary>Runs an input.</summary>
    /// <param name="length">The input's length.</param>
    /// <param name="run">Processes the input. An exception that it throws is a finding.</param>
    /// <returns>What is wrong with the input; null if nothing is.</returns>
    public string? Try(int length, Action run)
    {
        Inputs++;
        var limit = bytes + (bytesPerUnit * length);
        var (allocated, elapsed, failure) = Measure(run);
        for (var again = 0; again < Repetitions && failure is null && (allocated > limit || elapsed > MaxElapsed); again++)
        {
            // A collection on another thread may count the unused rest of this thread's allocation buffer, and a busy machine may not run this
            // thread for seconds; what the input costs, it costs again.
            (allocated, elapsed, failure) = Measure(run);
        }

        _maxBytes = Math.Max(_maxBytes, allocated);
        _maxElapsed = elapsed > _maxElapsed ? elapsed : _maxElapsed;
        return failure is not null ? failure.ToString()
            : allocated > limit || elapsed > MaxElapsed
                ? string.Create(CultureInfo.InvariantCulture, $"An input of length {length:N0} allocated {allocated:N0} bytes and took {elapsed}.")
                : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Inputs:N0} inputs; at most {_maxBytes:N0} bytes and {_maxElapsed.TotalMilliseconds:N1} ms for one input");

    private static (long Allocated, TimeSpan Elapsed, Exception? Failure) Measure(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            run();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return (0, TimeSpan.Zero, exception);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before, TimeProvider.System.GetElapsedTime(start), null);
    }
}
