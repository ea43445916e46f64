namespace DynamoSession.Benchmarks.Sockets;

/// <summary>What one application did in one round.</summary>
/// <param name="Processor">The processor time of a request, in microseconds.</param>
/// <param name="Bytes">The bytes that a request allocated; null if the runtime doesn't say.</param>
/// <param name="Throughput">Requests per second.</param>
/// <param name="Median">The median time of a request, in milliseconds.</param>
/// <param name="Slowest">The time that one request in a hundred exceeded, in milliseconds.</param>
internal sealed record Round(double Processor, double? Bytes, double Throughput, double Median, double Slowest);
