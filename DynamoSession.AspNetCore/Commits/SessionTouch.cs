using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Extends a session that was used. If this fails or is slow, the request doesn't fail and waits for one second at most.</summary>
internal sealed class SessionTouch(
    ISessionTable table, Deadlines deadlines, TouchCircuit circuit, TableStrain strain, TimeProvider clock, SessionOperations operations, SessionCounters counters, SessionLog log)
{
    /// <summary>How long a response waits for a touch.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>Sends a touch.</summary>
    /// <param name="record">The session.</param>
    /// <param name="until">The new expiry.</param>
    /// <returns>The session as stored after the touch; null if it was not extended in time.</returns>
    public async Task<SessionRecord?> SendAsync(SessionRecord record, DateTimeOffset until)
    {
        if (circuit.Skips(record.Id) && !IsUrgent(record, until))
        {
            strain.ShedTouches.Add();
            counters.TouchShed();
            log.Logger.TouchShed();
            return null;
        }

        var touch = TouchAsync(record, until);
        try
        {
            return await touch.WaitAsync(MaxWait, clock) ? WrittenRecord.After(record, until) : null;
        }
        catch (TimeoutException)
        {
            // The touch continues in the background, within IOTimeout, and logs its own failure. The request continues with the record it has.
            log.Logger.TouchIsSlow();
            return null;
        }
    }

    private async Task<bool> TouchAsync(SessionRecord record, DateTimeOffset until)
    {
        var measured = operations.Touch.Start();
        SessionWriteStatus status;
        try
        {
            status = await deadlines.RunAsync(
                "touch",
                token => table.TouchAsync(record.Id, record.IdleTimeout, until, token).WaitAsync(token),
                CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Whatever it is: a table of the application's own may fail in its own way, and the request may no longer be waiting.
            if (exception is SessionStoreException { IsThrottled: true })
            {
                circuit.Throttled(record.Id);
            }

            measured?.Fail(exception);
            log.Logger.TouchFailed(exception);
            return false;
        }

        measured?.Complete(CommitOutcomes.OfTouch(status));
        log.Logger.SessionTouched(new SessionTag(record.Id, log.Identity), status);
        if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
        {
            return false;
        }

        circuit.Succeeded(record.Id);
        return true;
    }

    /// <summary>Returns whether the session is in the last third of its life, so that skipping touches could sign its user out.</summary>
    private bool IsUrgent(SessionRecord record, DateTimeOffset until)
    {
        var now = clock.GetUtcNow();
        return record.ExpiresAt - now < (until - now) / 3;
    }
}
