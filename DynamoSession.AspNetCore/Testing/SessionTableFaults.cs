using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// Injects faults into a fake table. Sessions, middleware and application react to them as they do to DynamoDB's failures, but without
/// any waiting: deadlines and pauses between attempts elapse immediately.
/// </summary>
public sealed class SessionTableFaults
{
    private readonly Lock _lock = new();
    private SessionTableCallKinds _unavailable;
    private SessionTableCallKinds _throttled;
    private SessionTableCallKinds _slow;
    private TimeSpan _latency;
    private Action<IDynamoSession>? _conflict;
    private bool _endsSession;

    internal SessionTableFaults()
    {
    }

    /// <summary>Gets what eventually consistent reads return; null while they are up to date.</summary>
    internal StaleReplica? Replica { get; private set; }

    /// <summary>Makes calls fail as if DynamoDB were unreachable, until <see cref="Recover"/>. They change nothing.</summary>
    /// <param name="calls">
    /// The calls that fail. With <see cref="SessionTableCallKinds.Writes"/>, a request finds its session but can't commit; if the endpoint
    /// is <see cref="SessionConcurrency.Exclusive"/>, it doesn't get the session either, because acquiring the lease is a write.
    /// </param>
    public void MakeUnavailable(SessionTableCallKinds calls = SessionTableCallKinds.All) => Change(() => _unavailable = calls);

    /// <summary>
    /// Makes calls fail as if DynamoDB throttled them, until <see cref="Recover"/>. They change nothing. As with DynamoDB, sessions are
    /// not extended for the next second of the test's clock.
    /// </summary>
    /// <param name="calls">The calls that fail.</param>
    public void Throttle(SessionTableCallKinds calls = SessionTableCallKinds.All) => Change(() => _throttled = calls);

    /// <summary>
    /// Makes calls slow, until <see cref="Recover"/>, without any actual waiting. An operation whose calls take
    /// <see cref="DynamoSessionOptions.IOTimeout"/> in total fails; and as with DynamoDB, a write that has timed out has been applied
    /// nevertheless.
    /// </summary>
    /// <param name="latency">How long each call takes.</param>
    /// <param name="calls">The calls that are slow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latency"/> is negative.</exception>
    public void SlowDown(TimeSpan latency, SessionTableCallKinds calls = SessionTableCallKinds.All)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        Change(() => (_latency, _slow) = (latency, calls));
    }

    /// <summary>
    /// Makes eventually consistent reads stale, until <see cref="Recover"/>: they don't see anything written from now on. Strongly
    /// consistent reads, the default, see everything.
    /// </summary>
    public void ServeStaleReads() => Change(() => Replica = new StaleReplica());

    /// <summary>
    /// Lets another request commit the session just before the session's next commit. This is a conflict for
    /// <see cref="SessionConcurrency.Optimistic"/> and makes <see cref="IDynamoSession.UpdateAsync{T}"/> try again; otherwise the
    /// changes are merged.
    /// </summary>
    /// <param name="other">The other request's changes; <see langword="null"/> for a commit that changes nothing.</param>
    public void ConflictAtNextCommit(Action<IDynamoSession>? other = null) => Change(() => _conflict = other ?? (_ => { }));

    /// <summary>
    /// Destroys the session just before its next commit, as if the user signed out in another window: the commit is refused with a
    /// <see cref="SessionGoneException"/>, unless it destroys the session itself.
    /// </summary>
    public void EndSessionAtNextCommit() => Change(() => _endsSession = true);

    /// <summary>Removes all faults, including those for the next commit.</summary>
    public void Recover() => Change(() =>
    {
        (_unavailable, _throttled, _slow, _latency) = (default, default, default, default);
        (_conflict, _endsSession, Replica) = (null, false, null);
    });

    /// <exception cref="SessionStoreException">The call must fail.</exception>
    internal void ThrowIfFailing(SessionTableOperation operation)
    {
        var calls = KindOf(operation);
        lock (_lock)
        {
            if ((_unavailable & calls) != 0)
            {
                throw new SessionStoreException($"The session {Name(operation)} failed: the test made the fake table unavailable (Faults.MakeUnavailable).");
            }

            if ((_throttled & calls) != 0)
            {
                throw new SessionStoreException($"The session {Name(operation)} failed: the test made the fake table throttle (Faults.Throttle).")
                {
                    IsThrottled = true,
                };
            }
        }
    }

    internal TimeSpan LatencyOf(SessionTableOperation operation)
    {
        lock (_lock)
        {
            return (_slow & KindOf(operation)) != 0 ? _latency : TimeSpan.Zero;
        }
    }

    /// <summary>Returns the other request's changes; null if there is none.</summary>
    internal Action<IDynamoSession>? TakeConflict()
    {
        lock (_lock)
        {
            var conflict = _conflict;
            _conflict = null;
            return conflict;
        }
    }

    /// <summary>Returns whether to destroy the session first.</summary>
    internal bool TakeEnd()
    {
        lock (_lock)
        {
            var ends = _endsSession;
            _endsSession = false;
            return ends;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    private static SessionTableCallKinds KindOf(SessionTableOperation operation) =>
        operation == SessionTableOperation.Load ? SessionTableCallKinds.Reads : SessionTableCallKinds.Writes;

    private static string Name(SessionTableOperation operation) => operation.ToString().ToLowerInvariant();
}
