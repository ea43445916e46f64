namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Numbers the events of a history in one order: of two events, the one with the larger number happened later.</summary>
internal sealed class EventOrder
{
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
