using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Counts the signs that the table can't keep up.</summary>
internal sealed class TableStrain(TimeProvider clock)
{
    /// <summary>Gets the count of calls that were throttled even when the client repeated them.</summary>
    public Tally ThrottledCalls { get; } = new(clock);

    /// <summary>Gets the count of touches that were skipped because other calls were throttled.</summary>
    public Tally ShedTouches { get; } = new(clock);

    /// <summary>Counts a failed call if it was throttled.</summary>
    public void Note(Exception failure)
    {
        if (failure is SessionStoreException { IsThrottled: true })
        {
            ThrottledCalls.Add();
        }
    }
}
