using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Extends a session that was used. It is a courtesy: neither its failure nor its slowness is the request's.</summary>
internal sealed class SessionTouch(ISessionTable table, Deadlines deadlines, TouchCircuit circuit, TimeProvider clock, SessionLog log)
{
    /// <summary>How long a response waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Sends a touch.</summary>
    /// <param name="record">The session.</param>
    /// <param name="until">When it is to end from now on unless it is used again.</param>
    /// <returns>The session as it is stored then; null when it was not extended in time.</returns>
    public async Task<SessionRecord?> SendAsync(SessionRecord record, DateTimeOffset until)
    {
        if (circuit.IsOpen)
        {
            log.Logger.TouchShed();
            return null;
        }

        var touch = TouchAsync(record, until);
        try
        {
            return await touch.WaitAsync(Patience, clock) ? WrittenRecord.After(record, until) : null;
        }
        catch (TimeoutException)
        {
            // It goes on by itself, within IOTimeout, and reports its own failure. The request goes on with the session as it knows it.
            log.Logger.TouchIsSlow();
            return null;
        }
    }

    private async Task<bool> TouchAsync(SessionRecord record, DateTimeOffset until)
    {
        try
        {
            var status = await deadlines.RunAsync(
                "touch",
                token => table.TouchAsync(record.Id, record.IdleTimeout, until, token).WaitAsync(token),
                CancellationToken.None);
            log.Logger.SessionTouched(new SessionTag(record.Id, log.Identity), status);
            if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
            {
                return false;
            }

            circuit.Succeeded();
            return true;
        }
        catch (SessionStoreException exception)
        {
            log.Logger.TouchFailed(exception);
            return false;
        }
    }
}
