using System.Diagnostics.Metrics;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>Counts what happens to sessions.</summary>
internal sealed class SessionCounters(SessionMeter meter)
{
    private readonly Counter<long> _writeRetries = meter.Counter<long>(
        DynamoSessionMetrics.WriteRetries, "{attempt}", "Further attempts to write, in addition to those of the SDK.");

    private readonly Counter<long> _alreadyApplied = meter.Counter<long>(
        DynamoSessionMetrics.AlreadyApplied, "{write}", "Writes whose response was lost, and which turned out to have been applied.");

    private readonly Counter<long> _strongRereads = meter.Counter<long>(
        DynamoSessionMetrics.StrongRereads, "{read}", "Eventually consistent reads that were repeated as strongly consistent ones.");

    private readonly Counter<long> _rejectedIds = meter.Counter<long>(
        DynamoSessionMetrics.RejectedIds, "{id}", "Ids in cookies that led to no live session.");

    private readonly Counter<long> _touchesShed = meter.Counter<long>(
        DynamoSessionMetrics.TouchesShed, "{touch}", "Touches that were skipped, because calls are being throttled.");

    private readonly Counter<long> _queueRejections = meter.Counter<long>(
        DynamoSessionMetrics.LeaseQueueRejections, "{request}", "Exclusive requests that were refused, because too many were waiting for the same session.");

    private readonly Counter<long> _signIns = meter.Counter<long>(
        DynamoSessionMetrics.SignIns, "{session}", "Sessions that were bound to a user.");

    private readonly Counter<long> _revocations = meter.Counter<long>(
        DynamoSessionMetrics.Revocations, "{revocation}", "Calls of the directory that end sessions.");

    private readonly Counter<long> _revokedSessions = meter.Counter<long>(
        DynamoSessionMetrics.RevokedSessions, "{session}", "Sessions that the directory has ended.");

    private readonly Counter<long> _migrations = meter.Counter<long>(
        DynamoSessionMetrics.Migrations, "{session}", "Requests with legacy cookies.");

    /// <summary>Gets whether rejected ids are counted, so that malformed ones need to be looked for.</summary>
    public bool CountsRejectedIds => _rejectedIds.Enabled;

    public void WriteRetried(SessionStoreException failure) => Count(_writeRetries, 1, TelemetryAttributes.ErrorType, failure.ErrorType);

    public void WriteAlreadyApplied() => Count(_alreadyApplied);

    public void StronglyReread() => Count(_strongRereads);

    /// <param name="reason">Why it leads to no session.</param>
    /// <param name="ids">How many.</param>
    public void IdRejected(string reason, int ids = 1) => Count(_rejectedIds, ids, TelemetryAttributes.Reason, reason);

    public void TouchShed() => Count(_touchesShed);

    public void LeaseQueueFull() => Count(_queueRejections);

    public void SignedIn() => Count(_signIns);

    /// <param name="scope">Whose sessions: <c>session</c>, <c>user</c> or <c>all</c>.</param>
    /// <param name="sessions">How many were ended.</param>
    public void Revoked(string scope, long sessions)
    {
        Count(_revocations, 1, TelemetryAttributes.Scope, scope);
        Count(_revokedSessions, sessions, TelemetryAttributes.Scope, scope);
    }

    public void Migrated(string store, string outcome)
    {
        if (_migrations.Enabled)
        {
            var tags = meter.Tags();
            tags.Add(TelemetryAttributes.Store, store);
            tags.Add(TelemetryAttributes.Outcome, outcome);
            _migrations.Add(1, tags);
        }
    }

    private void Count(Counter<long> counter)
    {
        if (counter.Enabled)
        {
            counter.Add(1, meter.Tags());
        }
    }

    private void Count(Counter<long> counter, long number, string attribute, string value)
    {
        if (number > 0 && counter.Enabled)
        {
            var tags = meter.Tags();
            tags.Add(attribute, value);
            counter.Add(number, tags);
        }
    }
}
