using System.Collections.Concurrent;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>
/// Completes migrations whose new cookie has come back. Like a touch, this is tried once by a request, which waits for one second at most
/// and never fails because of it; while legacy stores or the table have trouble, requests don't try at all.
/// </summary>
internal sealed class MigrationCompletion(
    ISessionTable table, Deadlines deadlines, TouchCircuit tableCircuit, TimeProvider clock, MigrationTelemetry telemetry, SessionLog log)
{
    /// <summary>How long a response waits.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Circuit _legacyCircuit = new(clock);
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    /// <summary>Deletes the legacy record and marks the migration as completed.</summary>
    /// <param name="record">The migrated session.</param>
    /// <param name="source">Where the session comes from; null if the application no longer migrates from there.</param>
    /// <param name="origin">How the session was migrated.</param>
    public async Task SendAsync(SessionRecord record, IMigrationSource? source, SessionOrigin origin)
    {
        if (tableCircuit.IsOpen || _legacyCircuit.IsOpen || !_running.TryAdd(record.Id, true))
        {
            log.Logger.CompletionShed();
            return;
        }

        var completion = CompleteAsync(record, source, origin);
        try
        {
            await completion.WaitAsync(MaxWait, clock);
        }
        catch (TimeoutException)
        {
            // It continues in the background, within IOTimeout, and logs its own failure.
            _legacyCircuit.Open();
            log.Logger.CompletionIsSlow();
        }
    }

    /// <returns>Always <see langword="true"/>.</returns>
    public async Task<bool> RemoveLegacyAsync(IMigrationSource source, SessionOrigin origin, CancellationToken cancellationToken)
    {
        await source.Store.DeleteAsync(origin.LegacyId!, cancellationToken).WaitAsync(cancellationToken);
        telemetry.Count(source, MigrationOutcome.Completed);
        return true;
    }

    private async Task CompleteAsync(SessionRecord record, IMigrationSource? source, SessionOrigin origin)
    {
        try
        {
            await deadlines.RunAsync(
                "migration",
                async token =>
                {
                    if (source is not null)
                    {
                        await RemoveLegacyAsync(source, origin, token);
                    }

                    return await table.RequireOrigins().DetachOriginAsync(record.Id, token).WaitAsync(token);
                },
                CancellationToken.None);
            _legacyCircuit.Succeeded();
            log.Logger.MigrationCompleted(new SessionTag(record.Id, log.Identity));
        }
        catch (SessionStoreException exception)
        {
            _legacyCircuit.Open();
            log.Logger.MigrationNotCompleted(new SessionTag(record.Id, log.Identity), exception);
        }
        finally
        {
            _running.TryRemove(record.Id, out _);
        }
    }
}
