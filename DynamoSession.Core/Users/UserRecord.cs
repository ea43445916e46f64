namespace DynamoSession.Core.Users;

/// <summary>What a table keeps of a user besides the sessions: when all of them were last revoked, and which were bound lately.</summary>
/// <param name="RevokedAt">When the user's sessions were last revoked, in microseconds since 1970; null if never.</param>
/// <param name="Spared">The public ids of the sessions that the last revocation has spared: the one that was named, and those that continue it.</param>
/// <param name="Registrations">The sessions that were bound lately, which the index may not list yet.</param>
internal sealed record UserRecord(long? RevokedAt, IReadOnlyList<string> Spared, IReadOnlyList<UserRegistration> Registrations)
{
    public static UserRecord None { get; } = new(RevokedAt: null, Spared: [], Registrations: []);
}
