using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Keeps the number of a user's sessions within a limit.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="options">The table and its attributes.</param>
/// <param name="clock">The clock.</param>
/// <param name="capacity">Reports the consumed capacity units.</param>
internal sealed class UserLimit(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider clock, CallCapacity capacity)
{
    private const int IndexPage = 100;

    private readonly UserSessionIds _ids = new(dynamoDb, options, capacity);
    private readonly UserRevoker _revoker = new(dynamoDb, options, clock, capacity);
    private readonly SessionItems _items = new(dynamoDb, options, options.Attributes, capacity);

    /// <summary>
    /// Makes room for a session that has just been registered. A registration sees those before it, and takes no notice of later ones: of two
    /// sign-ins at the same time, the second one makes room.
    /// </summary>
    /// <param name="registration">The session.</param>
    /// <param name="userId">The user.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="user">What was stored of the user right after the registration.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there is room for it.</returns>
    public async Task<bool> TryMakeRoomAsync(
        UserRegistration registration, string userId, SessionLimit limit, UserRecord user, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var page in _ids.ListAsync(userId, user, IndexPage, cancellationToken).ConfigureAwait(false))
        {
            ids.AddRange(page.Where(id => id != registration.SessionId && id != registration.PredecessorId));
        }

        if (ids.Count < limit.MaxSessions)
        {
            return true;
        }

        var others = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (await FindSinceAsync(id, userId, registration, user, cancellationToken).ConfigureAwait(false) is { } since)
            {
                others.Add(id, since);
            }
        }

        // A session that is being renewed counts once.
        foreach (var copy in user.Registrations.Where(copy => copy.PredecessorId is { } predecessor && others.ContainsKey(predecessor)))
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
            await _revoker.RevokeAsync(id, userId, user.Registrations.FirstOrDefault(other => other.SessionId == id), spared: null, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <returns>When the session was bound to the user, in microseconds since 1970; null if it does not count.</returns>
    private async Task<long?> FindSinceAsync(string id, string userId, UserRegistration registration, UserRecord user, CancellationToken cancellationToken)
    {
        var stored = await _items.GetAsync(id, consistentRead: true, cancellationToken).ConfigureAwait(false);
        var own = user.Registrations.FirstOrDefault(other => other.SessionId == id);
        if (RecordState.OfLoaded(stored, clock.GetUtcNow().ToUnixTimeSeconds()) == SessionLoadStatus.Live && stored!.UserId == userId)
        {
            var since = stored.UserSince ?? UniqueTime.ToMicroseconds(DateTimeOffset.FromUnixTimeSeconds(stored.CreatedAt!.Value));
            return own is null && UserState.IsLater(since, registration.At) ? null : since;
        }

        // One that is not bound yet, unless its request must have ended.
        var isUnbound = stored is null or { IsTombstone: false };
        return isUnbound && own is not null && UserState.IsPending(own, registration.At) ? own.At : null;
    }
}
