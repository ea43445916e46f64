using System.Globalization;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Runs one input at a time and notices what costs more than its length can explain.</summary>
/// <param name="bytes">What any input may allocate.</param>
/// <param name="bytesPerUnit">What each unit of its length may allocate on top.</param>
internal sealed class Bounds(long bytes, long bytesPerUnit)
{
    // Far above what an input takes, because other processes take their time too: it finds what hangs, not what is slow.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private long _mostBytes;
    private TimeSpan _longest;

    public int Inputs { get; private set; }

    /// <summary>Gets what is wrong with an input, if anything.</summary>
    /// <param name="length">The input's length.</param>
    /// <param name="run">Uses it; an exception that gets out of here is a finding.</param>
    public string? Try(int length, Action run)
    {
        Inputs++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            run();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.ToString();
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _mostBytes = Math.Max(_mostBytes, allocated);
        _longest = elapsed > _longest ? elapsed : _longest;
        return allocated > bytes + (bytesPerUnit * length) || elapsed > Longest
            ? string.Create(CultureInfo.InvariantCulture, $"An input of length {length:N0} allocated {allocated:N0} bytes and took {elapsed}.")
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Inputs:N0} inputs; at most {_mostBytes:N0} bytes allocated and {_longest.TotalMilliseconds:N1} ms taken by one");
}
