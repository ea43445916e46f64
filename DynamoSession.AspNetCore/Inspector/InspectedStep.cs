namespace DynamoSession.AspNetCore.Inspector;

/// <summary>A load or a commit of a request.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Duration">How long the request waited for it.</param>
internal sealed record InspectedStep(string Name, string Outcome, TimeSpan Duration);
