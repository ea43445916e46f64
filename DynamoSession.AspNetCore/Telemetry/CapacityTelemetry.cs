using System.Diagnostics.Metrics;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>Counts the capacity units that calls consume.</summary>
internal sealed class CapacityTelemetry(SessionMeter meter) : ICapacityObserver
{
    private const string Unit = "{capacity_unit}";
    private const string Reported = "reported";
    private const string Computed = "computed";

    private readonly Counter<double> _read = meter.Counter<double>(DynamoSessionMetrics.ReadCapacity, Unit, "Consumed read capacity units.");
    private readonly Counter<double> _write = meter.Counter<double>(DynamoSessionMetrics.WriteCapacity, Unit, "Consumed write capacity units.");

    public bool IsEnabled => _read.Enabled || _write.Enabled;

    /// <summary>Observes the calls of a table from now on, also if it is wrapped by others.</summary>
    /// <returns>The table.</returns>
    public ISessionTable Observe(ISessionTable table)
    {
        // Nothing else is asked of a table that a test has mocked, or an application has written: it makes no calls that report what they consume.
        var source = table as ICapacitySource ?? (table as DelegatingSessionTable)?.GetCapability<ICapacitySource>();
        if (source is not null)
        {
            source.Capacity.Add(this);
        }

        return table;
    }

    /// <summary>Observes the calls of a directory from now on.</summary>
    public void Observe(DynamoDbSessionDirectory directory) => ((ICapacitySource)directory).Capacity.Add(this);

    public void OnConsumed(ConsumedUnits consumed)
    {
        var counter = consumed.IsWrite ? _write : _read;
        if (counter.Enabled)
        {
            var tags = meter.Tags();
            tags.Add(TelemetryAttributes.Call, consumed.Call);
            tags.Add(TelemetryAttributes.Operation, consumed.Operation.Name);
            tags.Add(TelemetryAttributes.Units, consumed.IsComputed ? Computed : Reported);
            counter.Add(consumed.Units, tags);
        }
    }
}
