namespace DynamoSession.AspNetCore.Registration;

/// <summary>Marks that the application has registered the in-memory table.</summary>
internal sealed class InMemoryTableMarker;
