using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Users;

/// <summary>A session that is to be bound to a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The public id of the session.</param>
/// <param name="PredecessorId">The public id of the session that it continues; null for none.</param>
/// <param name="Since">When the binding began, in microseconds since 1970; null for now.</param>
/// <param name="Limit">How many sessions the user may have; null for no limit.</param>
internal sealed record UserBindingRequest(string UserId, string SessionId, string? PredecessorId, long? Since, SessionLimit? Limit)
{
    /// <returns>The binding; null if the session gets no user.</returns>
    public static UserBindingRequest? Of(SessionCreation creation) => creation.UserId is { } userId
        ? new(userId, creation.Id, creation.PredecessorId, ToMicroseconds(creation.UserSince), creation.Limit)
        : null;

    /// <returns>The binding; null if the session gets no other user.</returns>
    public static UserBindingRequest? Of(SessionCommit commit) => commit is { ChangesUser: true, UserId: { } userId }
        ? new(userId, commit.Loaded.Id, PredecessorId: null, ToMicroseconds(commit.UserSince), commit.Limit)
        : null;

    private static long? ToMicroseconds(DateTimeOffset? time) => time is { } moment ? UniqueTime.ToMicroseconds(moment) : null;
}
