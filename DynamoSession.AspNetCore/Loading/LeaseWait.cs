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

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<LoadedSession> LoadAsync(IReadOnlyList<string> secrets)
    {
        var justEnded = false;
        foreach (var secret in secrets)
        {
            var lease = new SessionLease { Id = identity.TableIdOf(secret), Duration = options.Value.LeaseDuration };
            var result = await WaitAsync(lease);
            if (result.Record is { } record)
            {
                return new LoadedSession(secret, record) { Lease = lease };
            }

            if (result.Status == SessionLoadStatus.Leased)
            {
                log.Logger.LeaseNotAcquired(new SessionTag(lease.Id, log.Identity), options.Value.LeaseWait);
                return LoadedSession.None with { IsLeased = true };
            }

            justEnded |= result.Status == SessionLoadStatus.Dead;
            if (result.Status == SessionLoadStatus.Unreadable)
            {
                log.Logger.RecordUnreadable(new SessionTag(lease.Id, log.Identity), options.Value.Table.TableName);
            }
        }

        return LoadedSession.None with { JustEnded = justEnded };
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

    private async Task<SessionLoadResult> WaitAsync(SessionLease lease)
    {
        var clock = timing.QueueClock;
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await deadlines.RunAsync("load", token => table.RequireLeases().AcquireAsync(lease, token).WaitAsync(token), CancellationToken.None);
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
            await Task.Delay(jittered < left ? jittered : left, clock);
        }
    }
}
