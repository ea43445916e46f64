using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Users;

/// <summary>A revocation of all sessions of a user.</summary>
internal sealed class SessionRevocation
{
    private readonly UserRecord _user;

    private SessionRevocation(UserRecord user) => _user = user;

    /// <returns>The latest revocation; null if the sessions have never been revoked.</returns>
    public static SessionRevocation? Of(UserRecord user) => user.RevokedAt is null ? null : new(user);

    /// <summary>Returns whether it has ended a session that was loaded nevertheless.</summary>
    public bool Ends(SessionRecord session) => UserState.IsRevoked(_user, UniqueTime.ToMicroseconds(session.UserSince ?? session.CreatedAt), session.Id);
}
