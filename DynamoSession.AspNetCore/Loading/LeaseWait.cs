using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Loads sessions under an exclusive lease, and waits for it where another request holds it.</summary>
internal sealed class LeaseWait(
    ISessionTable table, ISessionIdentity identity, IOptions<DynamoSessionOptions> options, ICallTiming timing, Deadlines deadlines, SessionLog log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<LoadedSession> LoadAsync(IReadOnlyList<string> secrets)
    {
        var wasDead = false;
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

            wasDead |= result.Status == SessionLoadStatus.Dead;
        }

        return LoadedSession.None with { WasDead = wasDead };
    }

    /// <summary>Gives a lease back; should that fail, it ends by itself.</summary>
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

            // Waiting side by side, requests must not ask side by side.
            var jittered = pause * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(jittered < left ? jittered : left, clock);
        }
    }
}
