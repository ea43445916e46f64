namespace DynamoSession.AspNetCore.Inspector;

/// <summary>An attribute or a field.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind, as DynamoDB names it.</param>
/// <param name="Bytes">Its size with its name, by DynamoDB's rules.</param>
/// <param name="Value">Its value as DynamoDB JSON; null if it is not shown.</param>
internal sealed record InspectedValue(string Name, string Kind, long Bytes, string? Value);
