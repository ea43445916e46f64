using System.Diagnostics.Metrics;

namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>Creates meters to which nobody listens, not even the watch of the whole run.</summary>
internal sealed class QuietMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
