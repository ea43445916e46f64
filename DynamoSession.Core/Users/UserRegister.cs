using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Users;

/// <summary>What a table in memory keeps of users. The caller makes sure that its methods are called one at a time.</summary>
internal sealed class UserRegister
{
    private readonly Dictionary<string, UserRecord> _users = new(StringComparer.Ordinal);

    public UserRecord Find(string userId) => _users.GetValueOrDefault(userId, UserRecord.None);

    /// <summary>Registers a session before it is bound to its user.</summary>
    /// <param name="request">The session.</param>
    /// <param name="latest">The current time, and the time of the binding if the request has none.</param>
    /// <returns>When it was bound; null if the user's sessions were revoked since the binding began.</returns>
    public long? Register(UserBindingRequest request, DateTimeOffset latest)
    {
        var user = Find(request.UserId);
        var since = request.Since ?? UniqueTime.ToMicroseconds(latest);
        if (UserState.IsRevoked(user, since, request.SessionId, request.PredecessorId))
        {
            return null;
        }

        var now = UniqueTime.ToMicroseconds(latest);
        var registrations = user.Registrations.Except(UserState.Settled(user, now)).Append(new(request.SessionId, now, request.PredecessorId));
        _users[request.UserId] = user with { Registrations = [.. registrations] };
        return UserState.SinceOf(user, since);
    }

    /// <summary>Refuses all bindings that have begun.</summary>
    /// <returns>The ids of the sessions that are spared.</returns>
    public IReadOnlySet<string> Revoke(string userId, string? spared, DateTimeOffset latest)
    {
        var user = Find(userId);
        _users[userId] = user with { RevokedAt = Math.Max(UniqueTime.ToMicroseconds(latest), user.RevokedAt + 1 ?? 0), Spared = [.. UserState.SparedBy(user, spared)] };
        return UserState.SparedBy(user, spared);
    }

    /// <summary>Removes users of whom no session can be left from before.</summary>
    public void Sweep(long now)
    {
        foreach (var (userId, user) in _users)
        {
            var isRecent = user.RevokedAt is { } revokedAt && UniqueTime.FromMicroseconds(revokedAt) + SessionCreation.LongestIdleTimeout > DateTimeOffset.FromUnixTimeSeconds(now);
            if (!isRecent && UserState.Settled(user, now * 1_000_000).Count == user.Registrations.Count)
            {
                _users.Remove(userId);
            }
        }
    }
}
