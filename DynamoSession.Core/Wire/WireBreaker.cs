namespace DynamoSession.Core.Wire;

/// <summary>
/// Leaves all calls to the SDK for a while, where sending them past it has turned out to be in vain: something between here and DynamoDB changes
/// the responses, for example, so that none can be used, and each call would be made twice.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class WireBreaker(TimeProvider clock)
{
    private const int MostUnusable = 3;

    private static readonly TimeSpan AfterUnusable = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailedCredentials = TimeSpan.FromSeconds(5);

    private long _asideUntil;
    private int _unusable;

    /// <summary>Gets whether the SDK makes all calls now.</summary>
    public bool IsOpen => Volatile.Read(ref _asideUntil) is not 0 and var until && clock.GetTimestamp() < until;

    /// <summary>Notes a response that could be used.</summary>
    public void Used()
    {
        if (Volatile.Read(ref _unusable) != 0)
        {
            Volatile.Write(ref _unusable, 0);
        }
    }

    /// <summary>Notes a response that the SDK may be able to use.</summary>
    public void Unusable()
    {
        if (Interlocked.Increment(ref _unusable) >= MostUnusable)
        {
            StepAside(AfterUnusable);
        }
    }

    /// <summary>Notes that there were no credentials. The SDK asks for them again, and reports why there are none.</summary>
    public void NoCredentials() => StepAside(AfterFailedCredentials);

    private void StepAside(TimeSpan time)
    {
        // Never shorter than it is already.
        var until = clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);
        for (var before = Volatile.Read(ref _asideUntil); before < until;)
        {
            var seen = Interlocked.CompareExchange(ref _asideUntil, until, before);
            if (seen == before)
            {
                return;
            }

            before = seen;
        }
    }
}
