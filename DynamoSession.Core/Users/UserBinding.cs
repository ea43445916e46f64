using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Users;

/// <summary>Whether a session may be bound to its user.</summary>
/// <param name="Since">When it was bound, in microseconds since 1970: later than any revocation before.</param>
/// <param name="Refusal">Why it may not be; null if it may.</param>
internal sealed record UserBinding(long? Since, SessionWriteStatus? Refusal = null)
{
    public static UserBinding None { get; } = new(Since: null);

    public DateTimeOffset? At => Since is { } since ? UniqueTime.FromMicroseconds(since) : null;
}
