using System.Diagnostics;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Keeps what the last requests have done with their sessions, from the spans and the units that telemetry reports.</summary>
internal sealed class Inspection(TimeProvider clock) : ICapacityObserver, IDisposable
{
    private const int MaxRequests = 50;

    private readonly AsyncLocal<InspectedRequest?> _current = new();
    private readonly Lock _lock = new();
    private readonly Queue<InspectedRequest> _requests = new();
    private ActivityListener? _listener;
    private int _failsNext;

    /// <summary>Gets whether requests are kept.</summary>
    public bool IsEnabled => _listener is not null;

    /// <summary>Gets the last requests that used a session, the latest first.</summary>
    public IReadOnlyList<InspectedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests.Reverse()];
            }
        }
    }

    /// <summary>Begins to keep requests.</summary>
    /// <param name="table">The table whose calls are kept too.</param>
    public void Enable(ISessionTable table)
    {
        if (_listener is not null)
        {
            return;
        }

        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == DynamoSessionTracing.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(_listener);
        table.GetCapability<ICapacitySource>()?.Capacity.Add(this);
    }

    /// <summary>Begins a request, whose calls are recognized by the flow of its execution. It is kept once it does something.</summary>
    public InspectedRequest Begin(HttpContext context) => _current.Value = new InspectedRequest(context, clock.GetUtcNow());

    /// <summary>Lets the next load or commit fail, as if DynamoDB did not respond.</summary>
    public void FailNext() => Interlocked.Exchange(ref _failsNext, 1);

    /// <summary>Returns whether this load or commit is to fail, once.</summary>
    public bool TakesFailure() => Volatile.Read(ref _failsNext) == 1 && Interlocked.Exchange(ref _failsNext, 0) == 1;

    public void OnConsumed(ConsumedUnits consumed)
    {
        if (_current.Value is { } request)
        {
            Keep(request, request.Add(new InspectedCall(
                consumed.Call,
                consumed.Operation.Name,
                consumed.IsWrite ? 0 : consumed.Units,
                consumed.IsWrite ? consumed.Units : 0,
                consumed.Expression)));
        }
    }

    public void Dispose() => _listener?.Dispose();

    private void OnStopped(Activity activity)
    {
        if (_current.Value is { } request)
        {
            Keep(request, request.Add(new InspectedStep(activity.DisplayName, $"{activity.GetTagItem(TelemetryAttributes.Outcome)}", activity.Duration)));
        }
    }

    private void Keep(InspectedRequest request, bool isFirst)
    {
        if (!isFirst)
        {
            return;
        }

        lock (_lock)
        {
            _requests.Enqueue(request);
            if (_requests.Count > MaxRequests)
            {
                _requests.Dequeue();
            }
        }
    }
}
