using DynamoSession.Core;

namespace DynamoSession.AspNetCore.State;

/// <summary>A stored session to destroy.</summary>
/// <param name="Id">The id under which the table stores it.</param>
/// <param name="Record">Its record, if the request has loaded it or knows that it is stored.</param>
internal sealed record SessionToDestroy(string Id, SessionRecord? Record);
