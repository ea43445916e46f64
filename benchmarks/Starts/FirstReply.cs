namespace DynamoSession.Benchmarks.Starts;

/// <summary>What it takes from the start of a process to its first reply.</summary>
/// <param name="Elapsed">The time, in milliseconds.</param>
/// <param name="Processor">The processor time of the process, in milliseconds, which other work on the machine doesn't prolong.</param>
internal sealed record FirstReply(double Elapsed, double Processor);
