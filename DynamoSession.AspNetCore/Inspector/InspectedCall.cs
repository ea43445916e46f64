namespace DynamoSession.AspNetCore.Inspector;

/// <summary>A call to DynamoDB that a request has made.</summary>
/// <param name="Name">The API operation.</param>
/// <param name="Purpose">What it was made for.</param>
/// <param name="ReadUnits">The read capacity units that it has consumed.</param>
/// <param name="WriteUnits">The write capacity units that it has consumed.</param>
/// <param name="Expression">What it has written, with placeholders instead of names and values; null for a read.</param>
internal sealed record InspectedCall(string Name, string Purpose, double ReadUnits, double WriteUnits, string? Expression);
