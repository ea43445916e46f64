using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>Listens to the counter of one application's migrations.</summary>
internal sealed class CountedMigrations : IDisposable
{
    private readonly MeterListener _listener;
    private readonly ConcurrentQueue<string> _outcomes = new();

    public CountedMigrations(SessionApp app)
    {
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == DynamoSessionMetrics.Migrations && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "outcome" && count == 1)
                {
                    _outcomes.Enqueue((string)value!);
                }
            }
        });
        _listener.Start();
    }

    /// <summary>Gets the outcomes that were counted, in their order.</summary>
    public IReadOnlyCollection<string> Outcomes => _outcomes;

    public void Dispose() => _listener.Dispose();
}
