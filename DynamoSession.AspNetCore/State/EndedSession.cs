using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>A stored session that is to be ended.</summary>
/// <param name="Id">The id by which the table knows it.</param>
/// <param name="Record">Its record, where the request has loaded it or knows that it is stored.</param>
internal sealed record EndedSession(string Id, SessionRecord? Record);
