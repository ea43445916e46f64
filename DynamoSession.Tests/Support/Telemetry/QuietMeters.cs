using System.Diagnostics.Metrics;

namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>Creates meters to which nobody listens, not even the watch of the whole run.</summary>
internal sealed class QuietMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        // Under another name: OpenTelemetry listens to a meter by its name, in the whole process.
        var meter = new Meter(new MeterOptions("quiet") { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
