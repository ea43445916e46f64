using DynamoSession.Core.Records;

namespace DynamoSession.Core.Users;

/// <summary>Decides what is stored of a user means for the user's sessions, for all tables alike. Times are in microseconds since 1970.</summary>
internal static class UserState
{
    private const long Second = 1_000_000;

    /// <summary>Returns whether the user's sessions were revoked since a session began to be bound to the user.</summary>
    public static bool IsRevoked(UserRecord user, long since, string sessionId, string? predecessorId = null) =>
        user.RevokedAt >= since && !user.Spared.Contains(sessionId) && (predecessorId is null || !user.Spared.Contains(predecessorId));

    /// <summary>Returns when a session counts as bound. One that a revocation has spared counts as bound afterwards.</summary>
    public static long SinceOf(UserRecord user, long since) => Math.Max(since, user.RevokedAt + 1 ?? since);

    /// <summary>Returns the registrations that the index has certainly caught up with.</summary>
    public static IReadOnlyList<UserRegistration> Settled(UserRecord user, long now) =>
        [.. user.Registrations.Where(registration => registration.At + (RecordLimits.RegistrationSeconds * Second) < now)];

    /// <summary>Returns whether the write that follows a registration may still be on its way to the table.</summary>
    public static bool IsPending(UserRegistration registration, long now) => registration.At + (RecordLimits.TokenSeconds * Second) > now;

    /// <summary>Returns whether a session that is bound to the user, and was not registered before another one, must have been registered after it.</summary>
    public static bool IsLater(long since, long registeredAt) => since + (RecordLimits.RegistrationSeconds / 2 * Second) > registeredAt;

    /// <summary>Returns the session that a revocation spares, and those that continue it, whose renewal may be in progress.</summary>
    public static IReadOnlySet<string> SparedBy(UserRecord user, string? spared)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (spared is null)
        {
            return ids;
        }

        ids.Add(spared);
        while (user.Registrations.Any(registration => registration.PredecessorId is { } predecessor && ids.Contains(predecessor) && ids.Add(registration.SessionId)))
        {
            // Each round adds at least one.
        }

        return ids;
    }
}
