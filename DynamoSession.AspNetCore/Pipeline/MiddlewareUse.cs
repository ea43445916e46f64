namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Whether the application uses the middleware. The services may also just store the sessions of <c>UseSession</c>.</summary>
internal sealed class MiddlewareUse
{
    /// <summary>Gets or sets whether <c>UseDynamoSession</c> was called.</summary>
    public bool IsUsed { get; set; }
}
