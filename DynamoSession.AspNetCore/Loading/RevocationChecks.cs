using System.Collections.Concurrent;
using DynamoSession.Core;
using DynamoSession.Core.Users;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Checks of each session that is bound to a user whether the user's sessions have been revoked since, if the application wants that.</summary>
internal sealed class RevocationChecks(ISessionTable table, IOptions<DynamoSessionOptions> options, TimeProvider clock)
{
    // More users than a process serves within ten minutes, as a rule.
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <returns>The result, or that of a session which has been signed out.</returns>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public ValueTask<SessionLoadResult> CheckAsync(SessionLoadResult result, CancellationToken cancellationToken) =>
        options.Value.RevocationCheck is { } interval && result.Record is { UserId: { } userId } record
            ? CheckAsync(result, record, userId, interval, cancellationToken)
            : ValueTask.FromResult(result);

    private async ValueTask<SessionLoadResult> CheckAsync(
        SessionLoadResult result, SessionRecord record, string userId, TimeSpan interval, CancellationToken cancellationToken)
    {
        var revocation = await FindAsync(userId, interval, cancellationToken);
        return revocation?.Ends(record) == true ? SessionLoadResult.SignedOut : result;
    }

    private async Task<SessionRevocation?> FindAsync(string userId, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(userId, out var known) && clock.GetElapsedTime(known.At) < interval)
        {
            return known.Revocation;
        }

        // The time before the read: what is learnt is as old as that.
        var at = clock.GetTimestamp();
        var revocation = await table.RequireUsers().FindRevocationAsync(userId, cancellationToken).WaitAsync(cancellationToken);
        if (interval > TimeSpan.Zero)
        {
            Keep(userId, new Known(revocation, at), interval);
        }

        return revocation;
    }

    private void Keep(string userId, Known known, TimeSpan interval)
    {
        if (_known.Count >= MaxKnown)
        {
            foreach (var (other, outdated) in _known)
            {
                if (clock.GetElapsedTime(outdated.At) >= interval)
                {
                    _known.TryRemove(KeyValuePair.Create(other, outdated));
                }
            }
        }

        if (_known.Count < MaxKnown)
        {
            _known[userId] = known;
        }
    }

    private sealed record Known(SessionRevocation? Revocation, long At);
}
