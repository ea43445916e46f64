namespace DynamoSession.AspNetCore.Registration;

/// <summary>Marks the services as registered, so that they are registered only once.</summary>
internal sealed class DynamoSessionMarker;
