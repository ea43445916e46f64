namespace DynamoSession.Tests.Proof.Support;

/// <summary>A plan while it is carried out. It flows with the request that makes the calls, so that each request meets the faults meant for it.</summary>
internal sealed class FaultScript(FaultPlan plan)
{
    private static readonly AsyncLocal<FaultScript?> Flow = new();

    private int _reads;
    private int _writes;
    private int _calls;

    public static FaultScript? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    public Fault Next(bool isRead) => isRead
        ? At(plan.Reads, Interlocked.Increment(ref _reads), Fault.None)
        : At(plan.Writes, Interlocked.Increment(ref _writes), Fault.None);

    public TimeSpan NextDelay() => TimeSpan.FromMilliseconds(At(plan.Delays, Interlocked.Increment(ref _calls), 0));

    private static T At<T>(IReadOnlyList<T> list, int number, T none) => number <= list.Count ? list[number - 1] : none;
}
