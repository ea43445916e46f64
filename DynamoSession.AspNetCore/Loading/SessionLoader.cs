using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Loads the first live session among the secrets of a request.</summary>
internal sealed class SessionLoader(
    ISessionTable table,
    ISessionIdentity identity,
    IOptions<DynamoSessionOptions> options,
    RevocationChecks revocations,
    Deadlines deadlines,
    TouchCircuit circuit,
    SessionCounters counters,
    CapacityTelemetry capacity,
    SessionLog log)
{
    private readonly ISessionTable _table = capacity.Observe(table);

    /// <summary>Loads a session within a deadline of its own.</summary>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public Task<LoadedSession> LoadAsync(
        IReadOnlyList<string> secrets, SessionConsistency consistency, OwnWrites ownWrites, CancellationToken cancellationToken) =>
        deadlines.RunAsync("load", token => FirstLiveAsync(secrets, consistency, ownWrites, token).AsTask(), cancellationToken);

    /// <summary>Loads a session within the caller's deadline.</summary>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async ValueTask<LoadedSession> FirstLiveAsync(
        IReadOnlyList<string> secrets, SessionConsistency consistency, OwnWrites ownWrites, CancellationToken cancellationToken)
    {
        EndedSessions? ended = null;
        for (var index = 0; index < secrets.Count; index++)
        {
            var secret = secrets[index];
            var id = identity.TableIdOf(secret);
            var result = await revocations.CheckAsync(await LoadAsync(id, consistency, ownWrites, cancellationToken), cancellationToken);
            if (result.Record is { } record)
            {
                return new LoadedSession(secret, record);
            }

            (ended ??= new EndedSessions(counters)).Add(id, result);
            if (result.Status == SessionLoadStatus.Unreadable)
            {
                log.Logger.RecordUnreadable(new SessionTag(id, log.Identity), options.Value.Table.TableName);
            }
        }

        return ended?.ToLoaded() ?? LoadedSession.None;
    }

    private ValueTask<SessionLoadResult> LoadAsync(string id, SessionConsistency consistency, OwnWrites ownWrites, CancellationToken cancellationToken) =>
        consistency switch
        {
            SessionConsistency.Eventual => LoadEventuallyAsync(id, ownToken: null, cancellationToken),
            SessionConsistency.ReadYourWrites when !ownWrites.IsRecent => LoadEventuallyAsync(id, ownWrites.Token, cancellationToken),
            _ => ReadAsync(id, consistentRead: true, cancellationToken),
        };

    private async ValueTask<SessionLoadResult> LoadEventuallyAsync(string id, string? ownToken, CancellationToken cancellationToken)
    {
        var result = await ReadAsync(id, consistentRead: false, cancellationToken);
        var isCurrentEnough = result.Status switch
        {
            SessionLoadStatus.Live => HasSeen(result.Record!, ownToken),

            // A stale replica may not have the session yet, or not its latest expiry; a tombstone is final.
            SessionLoadStatus.Missing or SessionLoadStatus.Expired => false,
            _ => true,
        };
        if (isCurrentEnough)
        {
            return result;
        }

        counters.StronglyReread();
        result = await ReadAsync(id, consistentRead: true, cancellationToken);
        if (result.Record is { HasRemovedTokens: false } record && !HasSeen(record, ownToken))
        {
            log.Logger.OwnWriteNotSeen(new SessionTag(id, log.Identity));
        }

        return result;
    }

    private async ValueTask<SessionLoadResult> ReadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        try
        {
            return await _table.LoadAsync(id, consistentRead, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (SessionStoreException exception) when (exception.IsThrottled)
        {
            circuit.Throttled(id);
            throw;
        }
    }

    private static bool HasSeen(SessionRecord record, string? ownToken) => ownToken is null || record.CommitTokens.ContainsKey(ownToken);
}
