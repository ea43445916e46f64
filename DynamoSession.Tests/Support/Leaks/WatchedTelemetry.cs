using System.Diagnostics;
using System.Diagnostics.Metrics;
using DynamoSession.Tests.Support.Telemetry;

namespace DynamoSession.Tests.Support.Leaks;

/// <summary>Shows every activity and measurement of the process to <see cref="LeakWatch"/>.</summary>
internal sealed class WatchedTelemetry : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements;

    public WatchedTelemetry()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Look,
        };
        ActivitySource.AddActivityListener(_activities);

        _measurements = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope is not QuietMeters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _measurements.SetMeasurementEventCallback<byte>(Look);
        _measurements.SetMeasurementEventCallback<short>(Look);
        _measurements.SetMeasurementEventCallback<int>(Look);
        _measurements.SetMeasurementEventCallback<long>(Look);
        _measurements.SetMeasurementEventCallback<float>(Look);
        _measurements.SetMeasurementEventCallback<double>(Look);
        _measurements.SetMeasurementEventCallback<decimal>(Look);
        _measurements.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    private static void Look(Activity activity)
    {
        LeakWatch.Look(activity.DisplayName, activity.Source.Name);
        foreach (var (_, value) in activity.TagObjects)
        {
            LeakWatch.Look(value?.ToString(), activity.Source.Name);
        }

        foreach (var (_, value) in activity.Baggage)
        {
            LeakWatch.Look(value, activity.Source.Name);
        }

        foreach (var activityEvent in activity.Events)
        {
            LeakWatch.Look(activityEvent.Name, activity.Source.Name);
            foreach (var (_, value) in activityEvent.Tags)
            {
                LeakWatch.Look(value?.ToString(), activity.Source.Name);
            }
        }
    }

    private static void Look<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (_, value) in tags)
        {
            LeakWatch.Look(value?.ToString(), instrument.Name);
        }
    }
}
