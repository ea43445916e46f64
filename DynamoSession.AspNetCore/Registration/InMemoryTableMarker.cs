namespace DynamoSession.AspNetCore.Registration;

/// <summary>Tells that the application has asked for sessions in memory.</summary>
internal sealed class InMemoryTableMarker;
