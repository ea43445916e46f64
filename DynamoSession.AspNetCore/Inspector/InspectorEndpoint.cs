namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Marks the inspector's own endpoints, whose requests it doesn't list.</summary>
internal sealed class InspectorEndpoint;
