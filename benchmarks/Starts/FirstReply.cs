namespace DynamoSession.Benchmarks.Starts;

/// <summary>What it takes from the start of a process to its first reply.</summary>
/// <param name="Elapsed">The time by the clock, in milliseconds. Other work on the machine makes it longer.</param>
/// <param name="Processor">The processor time that the process has used, in milliseconds. Other work on the machine hardly changes it.</param>
internal sealed record FirstReply(double Elapsed, double Processor);
