using DynamoSession.AspNetCore.Testing.Tables;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// Makes a fake table fail on demand. What a session, the middleware and the application make of it is what they make of DynamoDB's
/// failures; but nothing sleeps: deadlines and pauses between attempts are over as soon as they begin.
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

    /// <summary>Gets what reads that may be stale see; null while they are current.</summary>
    internal StaleReplica? Replica { get; private set; }

    /// <summary>Makes calls fail as if DynamoDB could not be reached, until <see cref="Recover"/>. They change nothing.</summary>
    /// <param name="calls">
    /// Which calls fail. With <see cref="SessionTableCallKinds.Writes"/> a request finds its session and cannot commit; where the endpoint
    /// is <see cref="SessionConcurrency.Exclusive"/>, loading is a write, too.
    /// </param>
    public void MakeUnavailable(SessionTableCallKinds calls = SessionTableCallKinds.All) => Change(() => _unavailable = calls);

    /// <summary>
    /// Makes calls fail as if DynamoDB throttled them, until <see cref="Recover"/>. They change nothing. As with DynamoDB, sessions are
    /// not extended until a second later, by the test's clock.
    /// </summary>
    /// <param name="calls">Which calls fail.</param>
    public void Throttle(SessionTableCallKinds calls = SessionTableCallKinds.All) => Change(() => _throttled = calls);

    /// <summary>
    /// Makes calls take their time, until <see cref="Recover"/>, without any waiting. When the calls of one operation take
    /// <see cref="DynamoSessionOptions.IOTimeout"/> together, it fails; and as in DynamoDB, a write that was given up has been applied
    /// all the same.
    /// </summary>
    /// <param name="latency">How long each call takes.</param>
    /// <param name="calls">Which calls are slow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latency"/> is negative.</exception>
    public void SlowDown(TimeSpan latency, SessionTableCallKinds calls = SessionTableCallKinds.All)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        Change(() => (_latency, _slow) = (latency, calls));
    }

    /// <summary>
    /// Makes eventually consistent reads stale, until <see cref="Recover"/>: they see nothing that is written from now on. Strongly
    /// consistent ones, the default, see everything.
    /// </summary>
    public void ServeStaleReads() => Change(() => Replica = new StaleReplica());

    /// <summary>
    /// Lets another request commit the session just before its next commit. That is a conflict for
    /// <see cref="SessionConcurrency.Optimistic"/> and makes <see cref="IDynamoSession.UpdateAsync{T}"/> try again; otherwise the
    /// changes merge.
    /// </summary>
    /// <param name="other">What the other request does to its session; <see langword="null"/> for a commit that changes nothing.</param>
    public void ConflictAtNextCommit(Action<IDynamoSession>? other = null) => Change(() => _conflict = other ?? (_ => { }));

    /// <summary>
    /// Ends the session just before its next commit, as when the user signs out in another window: the commit is refused with a
    /// <see cref="SessionGoneException"/>, unless it ends the session itself.
    /// </summary>
    public void EndSessionAtNextCommit() => Change(() => _endsSession = true);

    /// <summary>Ends all faults, also those that were to come with the next commit.</summary>
    public void Recover() => Change(() =>
    {
        (_unavailable, _throttled, _slow, _latency) = (default, default, default, default);
        (_conflict, _endsSession, Replica) = (null, false, null);
    });

    /// <exception cref="SessionStoreException">The call is to fail.</exception>
    internal void ThrowIfFailing(SessionTableOperation operation)
    {
        var calls = KindOf(operation);
        lock (_lock)
        {
            if ((_unavailable & calls) != 0)
            {
                throw new SessionStoreException($"The session {Name(operation)} failed: the test has made the fake table unavailable (Faults.MakeUnavailable).");
            }

            if ((_throttled & calls) != 0)
            {
                throw new SessionStoreException($"The session {Name(operation)} failed: the test makes the fake table throttle (Faults.Throttle).")
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

    /// <summary>Returns what another request commits first; null when there is none.</summary>
    internal Action<IDynamoSession>? TakeConflict()
    {
        lock (_lock)
        {
            var conflict = _conflict;
            _conflict = null;
            return conflict;
        }
    }

    /// <summary>Returns whether the session is to be ended first.</summary>
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
