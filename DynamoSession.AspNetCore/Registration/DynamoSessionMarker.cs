namespace DynamoSession.AspNetCore.Registration;

/// <summary>Tells that the services are registered, and keeps a second registration from doubling them.</summary>
internal sealed class DynamoSessionMarker;
