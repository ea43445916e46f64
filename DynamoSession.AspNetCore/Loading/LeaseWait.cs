using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Loads sessions under an exclusive lease, and waits while another request holds it.</summary>
internal sealed class LeaseWait(
    ISessionTable table, ISessionIdentity identity, IOptions<DynamoSessionOptions> options, ICallTiming timing, Deadlines deadlines, SessionLog log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <param name="secrets">The secrets of the request.</param>
    /// <param name="requestAborted">Ends the wait when the client has disconnected.</param>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    /// <exception cref="OperationCanceledException">The client disconnected during the wait.</exception>
    public async Task<LoadedSession> LoadAsync(IReadOnlyList<string> secrets, CancellationToken requestAborted)
    {
        var ended = new EndedSessions();
        foreach (var secret in secrets)
        {
            var lease = new SessionLease { Id = identity.TableIdOf(secret), Duration = options.Value.LeaseDuration };
            var result = await WaitAsync(lease, requestAborted);
            if (result.Record is { } record)
            {
                return new LoadedSession(secret, record) { Lease = lease };
            }

            if (result.Status == SessionLoadStatus.Leased)
            {
                log.Logger.LeaseNotAcquired(new SessionTag(lease.Id, log.Identity), options.Value.LeaseWait);
                return LoadedSession.None with { IsLeased = true };
            }

            ended.Add(lease.Id, result);
            if (result.Status == SessionLoadStatus.Unreadable)
            {
                log.Logger.RecordUnreadable(new SessionTag(lease.Id, log.Identity), options.Value.Table.TableName);
            }
        }

        return ended.ToLoaded();
    }

    /// <summary>Releases a lease; if that fails, the lease expires by itself.</summary>
    public async Task ReleaseAsync(SessionLease lease)
    {
        try
        {
            await deadlines.RunAsync(
                "release",
                async token =>
                {
                    await table.RequireLeases().ReleaseAsync(lease, token).WaitAsync(token);
                    return true;
                },
                CancellationToken.None);
        }
        catch (SessionStoreException exception)
        {
            log.Logger.LeaseNotReleased(exception);
        }
    }

    private async Task<SessionLoadResult> WaitAsync(SessionLease lease, CancellationToken requestAborted)
    {
        var clock = timing.QueueClock;
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await AcquireAsync(lease);
            if (result.Status != SessionLoadStatus.Leased)
            {
                return result;
            }

            var left = options.Value.LeaseWait - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return result;
            }

            // A random pause, so that waiting requests don't poll at the same time.
            var jittered = pause * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(jittered < left ? jittered : left, clock, requestAborted);
        }
    }

    /// <summary>Tries to acquire a lease. If the response is lost, the lease may be held, and is released so that other requests don't wait for it.</summary>
    private async Task<SessionLoadResult> AcquireAsync(SessionLease lease)
    {
        try
        {
            return await deadlines.RunAsync("load", token => table.RequireLeases().AcquireAsync(lease, token).WaitAsync(token), CancellationToken.None);
        }
        catch (SessionStoreException exception) when (exception.IsTransient && !exception.IsThrottled)
        {
            // Not awaited: the request has already waited for IOTimeout. The release has a deadline of its own, and logs its failure.
            _ = ReleaseAsync(lease);
            throw;
        }
    }
}
