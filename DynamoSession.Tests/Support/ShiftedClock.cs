namespace DynamoSession.Tests.Support;

/// <summary>The clock of a machine that is not synchronized.</summary>
/// <param name="by">By how much it is ahead.</param>
internal sealed class ShiftedClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
