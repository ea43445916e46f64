namespace DynamoSession.Core.Wire;

/// <summary>The body of a response.</summary>
/// <param name="Json">The body, in an array that nothing else has.</param>
/// <param name="IsVerified">Whether DynamoDB's checksum has confirmed it.</param>
internal readonly record struct WireBody(byte[] Json, bool IsVerified);
