using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Loads sessions under an exclusive lease, and waits for it where somebody else holds it.</summary>
internal sealed class LeaseQueue(SessionServices services)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<LoadedSession> LoadAsync(IReadOnlyList<string> secrets)
    {
        var wasDead = false;
        foreach (var secret in secrets)
        {
            var lease = new SessionLease { Id = services.Identity.TableIdOf(secret), Duration = services.Options.LeaseDuration };
            var result = await WaitAsync(lease);
            if (result.Record is { } record)
            {
                return new LoadedSession(secret, record) { Lease = lease };
            }

            if (result.Status == SessionLoadStatus.Leased)
            {
                services.Logger.LeaseNotAcquired(new SessionTag(lease.Id, services.Identity), services.Options.LeaseWait);
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
            await services.WithDeadlineAsync(
                "release",
                async token =>
                {
                    await services.Table.RequireLeases().ReleaseAsync(lease, token).WaitAsync(token);
                    return true;
                },
                CancellationToken.None);
        }
        catch (SessionStoreException exception)
        {
            services.Logger.LeaseNotReleased(exception);
        }
    }

    private async Task<SessionLoadResult> WaitAsync(SessionLease lease)
    {
        var began = services.QueueClock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await services.WithDeadlineAsync("load", token => services.Table.RequireLeases().AcquireAsync(lease, token).WaitAsync(token), CancellationToken.None);
            if (result.Status != SessionLoadStatus.Leased)
            {
                return result;
            }

            var left = services.Options.LeaseWait - services.QueueClock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return result;
            }

            // Waiting side by side, requests must not ask side by side.
            var jittered = pause * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(jittered < left ? jittered : left, services.QueueClock);
        }
    }
}
