using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>A stored session that is to be ended.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Origin">Where it was migrated from, so that nothing there revives it; null when it began here.</param>
internal sealed record EndedSession(string Id, SessionOrigin? Origin);
