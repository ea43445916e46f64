namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Puts the events of a history into one order: what is after another in it did happen after it.</summary>
internal sealed class EventOrder
{
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
