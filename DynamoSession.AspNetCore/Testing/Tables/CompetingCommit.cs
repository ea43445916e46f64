using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing.Tables;

/// <summary>What another request does to the same session.</summary>
/// <param name="EndsId">Whether it destroys the session or renews its id; nothing else counts then.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="IdleTimeout">The idle timeout that applies afterwards.</param>
/// <param name="OwnIdleTimeout">The session's own idle timeout; null if the application's applies.</param>
/// <param name="UserId">The user that the session is bound to afterwards.</param>
internal sealed record CompetingCommit(bool EndsId, SessionChanges Changes, TimeSpan IdleTimeout, TimeSpan? OwnIdleTimeout, string? UserId);
