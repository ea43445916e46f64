using System.Runtime.CompilerServices;
using DynamoSession.Core.Directory;
using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;
using DynamoSession.Core.Users;

namespace DynamoSession.Core;

// The sessions by user, and the directory. Nothing lags behind here.
public sealed partial class InMemorySessionTable : ISessionUserTable, ISessionDirectory
{
    /// <summary>Gets the application's idle timeout, from which the directory computes when a session was last seen.</summary>
    internal TimeSpan DefaultIdleTimeout { get; init; } = new SessionDirectoryOptions().IdleTimeout;

    private DateTimeOffset UniqueNow => UniqueTime.Next(_timeProvider);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SessionSummary> ListByUserAsync(
        string userId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var sessions = await RunAsync(
            now => Summarize(now).Where(session => session.UserId == userId).OrderByDescending(session => session.CreatedAt).ToArray(), cancellationToken).ConfigureAwait(false);
        foreach (var session in sessions)
        {
            yield return session;
        }
    }

    /// <inheritdoc/>
    public Task<int> DestroyByUserAsync(string userId, string? exceptSessionId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return RunAsync(now => RevokeAll(userId, exceptSessionId, now), cancellationToken);
    }

    Task<bool> ISessionDirectory.DestroyAsync(string sessionId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return RunAsync(now => Revoke(sessionId, userId: null, spared: null, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(string sessionId, string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return RunAsync(now => Revoke(sessionId, userId, spared: null, now), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SessionSummary> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var session in await RunAsync(now => Summarize(now).ToArray(), cancellationToken).ConfigureAwait(false))
        {
            yield return session;
        }
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => RunAsync(now => Summarize(now).LongCount(), cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReapExpiredAsync(CancellationToken cancellationToken = default) => RunAsync(Reap, cancellationToken);

    /// <inheritdoc/>
    public Task<long> ClearAsync(CancellationToken cancellationToken = default) =>
        RunAsync(now => Summarize(now).ToArray().LongCount(session => Revoke(session.Id, userId: null, spared: null, now)), cancellationToken);

    Task<SessionRevocation?> ISessionUserTable.FindRevocationAsync(string userId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return RunAsync(_ => SessionRevocation.Of(_users.Find(userId)), cancellationToken);
    }

    private UserBinding Bind(UserBindingRequest? request, long now)
    {
        if (request is null)
        {
            return UserBinding.None;
        }

        if (_users.Register(request, UniqueNow) is not { } since)
        {
            return new(Since: null, SessionWriteStatus.Revoked);
        }

        return request.Limit is { } limit && !TryMakeRoom(request, limit, now) ? new(Since: null, SessionWriteStatus.LimitReached) : new(since);
    }

    private bool TryMakeRoom(UserBindingRequest request, SessionLimit limit, long now)
    {
        var others = _records
            .Where(record => record.Key != request.SessionId && record.Key != request.PredecessorId)
            .Where(record => record.Value.UserId == request.UserId && SummaryReader.Read(record.Key, record.Value, DefaultIdleTimeout, now) is not null)
            .ToDictionary(record => record.Key, record => record.Value.UserSince, StringComparer.Ordinal);

        // A session that is being renewed counts once.
        foreach (var copy in _users.Find(request.UserId).Registrations.Where(copy => copy.PredecessorId is { } predecessor && others.ContainsKey(predecessor)))
        {
            others.Remove(copy.SessionId);
        }

        var excess = others.Count + 1 - limit.MaxSessions;
        if (excess > 0 && limit.RefusesNew)
        {
            return false;
        }

        foreach (var id in others.OrderBy(other => other.Value).Take(Math.Max(0, excess)).Select(other => other.Key))
        {
            Revoke(id, request.UserId, spared: null, now);
        }

        return true;
    }

    private int RevokeAll(string userId, string? exceptSessionId, long now)
    {
        var spared = _users.Revoke(userId, exceptSessionId, UniqueNow);
        var ids = _records.Where(record => record.Value.UserId == userId && !spared.Contains(record.Key)).Select(record => record.Key).ToArray();
        return ids.Count(id => Revoke(id, userId, spared, now));
    }

    private bool Revoke(string id, string? userId, IReadOnlySet<string>? spared, long now)
    {
        var next = id;
        while (spared?.Contains(next) != true && _records.GetValueOrDefault(next) is { } stored)
        {
            if (!stored.IsTombstone)
            {
                if (userId is not null && stored.UserId != userId)
                {
                    return false;
                }

                _records[next] = RecordWrites.Revoke(stored, now);
                return !stored.HasExpired(now);
            }

            if (stored.Successor is not { } successor)
            {
                return false;
            }

            next = successor;
        }

        return false;
    }

    private long Reap(long now)
    {
        var ended = _records.Where(record => SummaryReader.MayBeReaped(record.Value, now)).Select(record => record.Key).ToArray();
        return ended.LongCount(_records.Remove);
    }

    private IEnumerable<SessionSummary> Summarize(long now) =>
        _records.Select(record => SummaryReader.Read(record.Key, record.Value with { SizeBound = SizeOf(record.Value) }, DefaultIdleTimeout, now)).OfType<SessionSummary>();

    private static long? SizeOf(StoredRecord stored) => stored.Fields is { } fields ? FieldSizes.SizeOf(fields) : null;
}
