using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>An operation that is being measured. Exactly one of its methods is called, once.</summary>
internal sealed class MeasuredOperation(SessionMeter meter, TimeProvider clock, Histogram<double> duration, Activity? span)
{
    private readonly long _startedAt = clock.GetTimestamp();

    /// <summary>Records the outcome of an operation.</summary>
    /// <param name="outcome">One of <see cref="Outcomes"/>.</param>
    /// <param name="errorType">Why it failed; null if it did not, or was refused as expected.</param>
    public void Complete(string outcome, string? errorType = null)
    {
        try
        {
            Record(outcome, errorType);
        }
        finally
        {
            // A listener may throw. A span that isn't ended would stay the parent of all that follows.
            if (span is not null)
            {
                End(span, outcome, errorType);
            }
        }
    }

    /// <summary>Records the exception that has ended an operation.</summary>
    public void Fail(Exception exception) => Complete(Outcomes.Of(exception), Outcomes.ErrorTypeOf(exception));

    private void Record(string outcome, string? errorType)
    {
        if (!duration.Enabled)
        {
            return;
        }

        var tags = meter.Tags();
        tags.Add(TelemetryAttributes.Outcome, outcome);
        if (errorType is not null)
        {
            tags.Add(TelemetryAttributes.ErrorType, errorType);
        }

        duration.Record(clock.GetElapsedTime(_startedAt).TotalSeconds, tags);
    }

    private void End(Activity activity, string outcome, string? errorType)
    {
        if (activity.IsAllDataRequested)
        {
            activity.SetTag(TelemetryAttributes.System, TelemetryAttributes.DynamoDb);
            activity.SetTag(TelemetryAttributes.Table, meter.TableName);
            activity.SetTag(TelemetryAttributes.TableNames, new[] { meter.TableName });
            activity.SetTag(TelemetryAttributes.Outcome, outcome);
        }

        if (errorType is not null)
        {
            // Without a description: the message of an exception can name fields.
            activity.SetStatus(ActivityStatusCode.Error);
            activity.SetTag(TelemetryAttributes.ErrorType, errorType);
        }

        activity.Dispose();
    }
}
