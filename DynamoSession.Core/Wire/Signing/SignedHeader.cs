namespace DynamoSession.Core.Wire.Signing;

/// <summary>A header that is signed, in canonical form.</summary>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">The value, trimmed, without successive spaces; of several headers of one name, all values in order with commas.</param>
internal readonly record struct SignedHeader(string Name, string Value);
