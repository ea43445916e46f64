using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>Creates the instruments, and the attributes that all of them have.</summary>
internal sealed class SessionMeter(IMeterFactory meters, IOptions<DynamoSessionOptions> options)
{
    // Of calls that take milliseconds, and of operations that are retried until IOTimeout.
    private static readonly InstrumentAdvice<double> Durations =
        new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50] };

    private readonly Meter _meter = meters.Create(new MeterOptions(DynamoSessionMetrics.MeterName) { Version = Version });

    /// <summary>Gets the version of this package, by which backends tell which instruments to expect.</summary>
    public static string? Version { get; } = typeof(SessionMeter).Assembly.GetName().Version?.ToString(fieldCount: 3);

    public string TableName => options.Value.Table.TableName;

    public Histogram<double> Duration(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, Durations);

    public Histogram<long> Histogram(string name, string unit, string description, params long[] boundaries) =>
        _meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = boundaries });

    public Counter<T> Counter<T>(string name, string unit, string description)
        where T : struct => _meter.CreateCounter<T>(name, unit, description);

    public TagList Tags() => new() { { TelemetryAttributes.System, TelemetryAttributes.DynamoDb }, { TelemetryAttributes.Table, TableName } };
}
