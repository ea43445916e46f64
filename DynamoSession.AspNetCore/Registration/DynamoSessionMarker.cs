namespace DynamoSession.AspNetCore.Registration;

/// <summary>Marks the services as registered, so that they are registered only once.</summary>
internal sealed class DynamoSessionMarker
{
    /// <summary>Gets or sets whether <c>UseDynamoSession</c> was called. The services may also just store the sessions of <c>UseSession</c>.</summary>
    public bool IsMiddlewareUsed { get; set; }
}
