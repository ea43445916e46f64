using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>Listens to the measurements of one application, and to the spans on its table.</summary>
internal sealed class ObservedTelemetry : IDisposable
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly MeterListener _measurements;
    private readonly ActivityListener _activities;

    /// <param name="services">The application's services.</param>
    /// <param name="tableName">The name of its table.</param>
    public ObservedTelemetry(IServiceProvider services, string tableName)
    {
        var scope = services.GetRequiredService<IMeterFactory>();
        _measurements = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == DynamoSessionMetrics.MeterName && instrument.Meter.Scope == scope)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _measurements.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _measurements.Start();

        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DynamoSessionTracing.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("db.collection.name") == tableName)
                {
                    _spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyList<Activity> Spans => [.. _spans];

    public IReadOnlyList<Measured> All => [.. _measured];

    public IReadOnlyList<Measured> Of(string instrument) => [.. _measured.Where(measured => measured.Instrument == instrument)];

    /// <summary>Returns the outcomes of an operation, in their order.</summary>
    public IEnumerable<string> OutcomesOf(string instrument) => Of(instrument).Select(measured => measured.Outcome);

    public void Clear()
    {
        _measured.Clear();
        _spans.Clear();
    }

    public void Dispose()
    {
        _measurements.Dispose();
        _activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary()));
}
