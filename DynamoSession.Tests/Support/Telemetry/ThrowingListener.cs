using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>Listens to an instrument of one application, and throws at each measurement.</summary>
internal sealed class ThrowingListener : IDisposable
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener;

    public ThrowingListener(SessionApp app, string name)
    {
        var scope = app.Services.GetRequiredService<IMeterFactory>();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == DynamoSessionMetrics.MeterName && instrument.Meter.Scope == scope && instrument.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            _measured.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary()));
            throw new InvalidOperationException("The listener failed.");
        });
        _listener.Start();
    }

    /// <summary>Gets the outcomes that were measured, in their order.</summary>
    public IEnumerable<string> Outcomes => _measured.Select(measured => measured.Outcome);

    public void Dispose() => _listener.Dispose();
}
