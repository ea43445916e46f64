namespace DynamoSession.AspNetCore.Migration;

/// <summary>A legacy cookie of a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The id of the legacy session; null if the cookie is not genuine.</param>
internal readonly record struct LegacyCookie(string Name, string? Id);
