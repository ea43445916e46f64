using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>
/// Loads sessions under an exclusive lease, and waits while another request holds it: in the queue for requests of this process, and then
/// by reading the session until no other process holds its lease.
/// </summary>
internal sealed class LeaseWait(
    ISessionTable table,
    ISessionIdentity identity,
    IOptions<DynamoSessionOptions> options,
    RevocationChecks revocations,
    ICallTiming timing,
    LeaseQueues queues,
    Deadlines deadlines,
    SessionOperations operations,
    SessionCounters counters,
    SessionLog log)
{
    private static readonly SessionLoadResult Leased = SessionLoadResult.None(SessionLoadStatus.Leased);

    /// <summary>Starts the time that a request may wait in all.</summary>
    public WaitLimit StartLimit() => new(timing.QueueClock, options.Value.LeaseWait);

    /// <param name="secrets">The secrets of the request.</param>
    /// <param name="limit">How long the request may wait.</param>
    /// <param name="requestAborted">Ends the wait when the client has disconnected.</param>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    /// <exception cref="OperationCanceledException">The client disconnected during the wait.</exception>
    public async Task<LoadedSession> LoadAsync(IReadOnlyList<string> secrets, WaitLimit limit, CancellationToken requestAborted)
    {
        var ended = new EndedSessions(counters);
        foreach (var secret in secrets)
        {
            var lease = new SessionLease { Id = identity.TableIdOf(secret), Duration = options.Value.LeaseDuration };
            if (queues.Join(lease.Id) is not { } place)
            {
                counters.LeaseQueueFull();
                log.Logger.LeaseQueueFull(new SessionTag(lease.Id, log.Identity), LeaseQueues.MaxWaiting);
                return LoadedSession.None with { IsLeased = true };
            }

            var result = await WaitAsync(place, lease, limit, requestAborted);
            if (result.Record is { } record)
            {
                return new LoadedSession(secret, record) { Lease = lease, Place = place };
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
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever an application's own table throws: the request has been carried out, and need not be waiting for this any more.
            log.Logger.LeaseNotReleased(exception);
        }
    }

    /// <summary>Waits for the requests that came earlier, then for other processes. The place is kept only if the lease was acquired.</summary>
    private async Task<SessionLoadResult> WaitAsync(LeasePlace place, SessionLease lease, WaitLimit limit, CancellationToken requestAborted)
    {
        var measured = operations.LeaseWait.Start();
        var result = Leased;
        try
        {
            // A request that need not wait is not canceled, as with other settings.
            var whileWaiting = place.WhenFirst.IsCompleted ? CancellationToken.None : requestAborted;
            await place.WhenFirst.WaitAsync(limit.Left, timing.QueueClock, whileWaiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            whileWaiting.ThrowIfCancellationRequested();
            if (place.WhenFirst.IsCompleted)
            {
                result = await PollAsync(place, lease, limit, whileWaiting, requestAborted);
            }
        }
        catch (Exception exception)
        {
            measured?.Fail(exception);
            throw;
        }
        finally
        {
            if (result.Record is null)
            {
                place.Dispose();
            }
            else
            {
                place.Hold(lease.Duration);
            }
        }

        measured?.Complete(LoadOutcomes.OfWait(result));
        return result;
    }

    private async Task<SessionLoadResult> PollAsync(
        LeasePlace place, SessionLease lease, WaitLimit limit, CancellationToken whileWaiting, CancellationToken requestAborted)
    {
        var pauses = place.Pauses;
        while (true)
        {
            var pause = pauses.Left < limit.Left ? pauses.Left : limit.Left;
            if (pause > TimeSpan.Zero)
            {
                whileWaiting = requestAborted;
                await Task.Delay(pause, timing.QueueClock, whileWaiting);
            }

            if (limit.IsOver && pauses.HasJustBegun)
            {
                return Leased;
            }

            var result = await TryAcquireAsync(lease, whileWaiting);
            if (result.Status != SessionLoadStatus.Leased)
            {
                pauses.Reset();
                return result;
            }

            pauses.Begin();
            if (limit.IsOver)
            {
                return result;
            }
        }
    }

    /// <summary>Acquires a lease if it is free. A read comes first, because it is cheaper than a write that is refused.</summary>
    private async Task<SessionLoadResult> TryAcquireAsync(SessionLease lease, CancellationToken whileWaiting)
    {
        var leases = table.RequireLeases();
        var wasAcquisitionSent = false;
        try
        {
            var result = await deadlines.RunAsync(
                "load",
                async token =>
                {
                    var current = await revocations.CheckAsync(await table.LoadAsync(lease.Id, consistentRead: true, token).WaitAsync(token), token);
                    if (current.Record is not { } record)
                    {
                        return current;
                    }

                    whileWaiting.ThrowIfCancellationRequested();
                    if (record.IsLeased)
                    {
                        return Leased;
                    }

                    wasAcquisitionSent = true;
                    return await leases.AcquireAsync(lease, token).WaitAsync(token);
                },
                CancellationToken.None);
            if (result.Record is null || !whileWaiting.IsCancellationRequested)
            {
                return result;
            }
        }
        catch (SessionStoreException exception) when (wasAcquisitionSent && exception.IsTransient && !exception.IsThrottled)
        {
            // The response is lost, and the lease may be held: other requests must not wait for it. Not awaited: this request has already
            // waited for IOTimeout. The release has a deadline of its own, and logs its failure.
            _ = ReleaseAsync(lease);
            throw;
        }

        await ReleaseAsync(lease);
        throw new OperationCanceledException(whileWaiting);
    }
}
